//! Object storage: S3 and what speaks as S3 does (R2, MinIO), Google Cloud Storage, Azure.

use std::str::FromStr;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use futures_util::TryStreamExt;
use object_store::aws::AmazonS3Builder;
use object_store::azure::MicrosoftAzureBuilder;
use object_store::gcp::GoogleCloudStorageBuilder;
use object_store::path::Path;
use object_store::{
    Attribute, Attributes, Error, ObjectStore, ObjectStoreExt, PutOptions, PutPayload, RetryConfig,
};

use super::access::Environment;
use super::http::Connector;
use crate::headers::Headers;
use crate::target::{Listing, Target};

/// How often a request that failed is sent again, and for how long.
const RETRIES: usize = 5;
const RETRY_TIMEOUT: Duration = Duration::from_secs(90);

/// A bucket, or what lies in it below a prefix.
#[derive(Debug)]
pub(super) struct Bucket {
    store: Box<dyn ObjectStore>,
    prefix: String,
    name: String,
}

/// What of a bucket is in its address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct BucketAddress {
    /// `s3`, `gs` or `az`
    pub scheme: String,
    pub bucket: String,
    /// Without `/` at its ends.
    pub prefix: String,
    /// `https://…`, of services that are not Amazon's.
    pub endpoint: Option<String>,
    pub region: Option<String>,
}

impl Bucket {
    /// A bucket. `environment` has the variables that the tools of the services know, keys among them.
    ///
    /// # Errors
    /// If there are no keys, or the address is none of a bucket.
    pub(crate) fn open(address: &BucketAddress, environment: &Environment) -> Result<Self> {
        let name = match address.prefix.as_str() {
            "" => format!("{}://{}", address.scheme, address.bucket),
            prefix => format!("{}://{}/{prefix}", address.scheme, address.bucket),
        };
        let retry =
            RetryConfig { max_retries: RETRIES, retry_timeout: RETRY_TIMEOUT, ..RetryConfig::default() };
        let store: Box<dyn ObjectStore> = match address.scheme.as_str() {
            "s3" => {
                Box::new(s3(address, environment)?.with_retry(retry).with_http_connector(Connector).build()?)
            }
            "gs" => Box::new(
                settings(environment, "GOOGLE_")
                    .fold(GoogleCloudStorageBuilder::new(), |builder, (key, value)| {
                        builder.with_config(key, value)
                    })
                    .with_bucket_name(&address.bucket)
                    .with_retry(retry)
                    .with_http_connector(Connector)
                    .build()
                    .context("name the file of a service account's key in GOOGLE_SERVICE_ACCOUNT")?,
            ),
            "az" => Box::new(
                settings(environment, "AZURE_")
                    .fold(MicrosoftAzureBuilder::new(), |builder, (key, value)| {
                        builder.with_config(key, value)
                    })
                    .with_container_name(&address.bucket)
                    .with_retry(retry)
                    .with_http_connector(Connector)
                    .build()
                    .context("set AZURE_STORAGE_ACCOUNT_NAME and AZURE_STORAGE_ACCOUNT_KEY")?,
            ),
            other => bail!("`{other}://` is no object storage that is known"),
        };
        Ok(Self { store, prefix: address.prefix.clone(), name })
    }

    fn key(&self, path: &str) -> Result<Path> {
        let key = if self.prefix.is_empty() { path.to_owned() } else { format!("{}/{path}", self.prefix) };
        Path::parse(&key).with_context(|| format!("`{key}` can't be the name of an object"))
    }
}

/// What the environment says of a service, as its library takes it.
fn settings<K: FromStr>(environment: &Environment, prefix: &str) -> impl Iterator<Item = (K, String)> {
    let known = environment.iter().filter(move |(name, value)| name.starts_with(prefix) && !value.is_empty());
    known.filter_map(|(name, value)| Some((name.to_ascii_lowercase().parse().ok()?, value.clone())))
}

fn s3(address: &BucketAddress, environment: &Environment) -> Result<AmazonS3Builder> {
    const SOURCES: [&str; 4] = [
        "AWS_ACCESS_KEY_ID",
        "AWS_WEB_IDENTITY_TOKEN_FILE",
        "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
        "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    ];
    if !SOURCES.iter().any(|name| environment.contains_key(*name)) {
        bail!(
            "there are no keys for s3://{}: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; who uses the `aws` command runs \
             eval \"$(aws configure export-credentials --format env)\"",
            address.bucket
        );
    }
    let builder = settings(environment, "AWS_")
        .fold(AmazonS3Builder::new(), |builder, (key, value)| builder.with_config(key, value));
    let mut builder = builder.with_bucket_name(&address.bucket);
    if let Some(endpoint) = &address.endpoint {
        // `http:` is for servers on this machine or in one's own network: who writes it, means it.
        builder = builder.with_endpoint(endpoint).with_allow_http(endpoint.starts_with("http://"));
    }
    if let Some(region) = &address.region {
        builder = builder.with_region(region);
    }
    Ok(builder)
}

/// Runs a request. The library waits between attempts by a timer of tokio.
fn wait<T>(request: impl Future<Output = T>) -> Result<T> {
    Ok(tokio::runtime::Builder::new_current_thread().enable_time().build()?.block_on(request))
}

impl Target for Bucket {
    fn name(&self) -> String {
        self.name.clone()
    }

    fn list(&self) -> Result<Listing> {
        let prefix = (!self.prefix.is_empty()).then(|| Path::parse(&self.prefix)).transpose()?;
        let objects: Vec<_> = wait(self.store.list(prefix.as_ref()).try_collect())?
            .with_context(|| format!("can't list {}; check its name, its region and your keys", self.name))?;
        let mut listing = Listing::default();
        for object in objects {
            let path = object.location.as_ref();
            let path = match self.prefix.as_str() {
                "" => Some(path),
                prefix => path.strip_prefix(prefix).and_then(|rest| rest.strip_prefix('/')),
            };
            if let Some(path) = path {
                listing.files.insert(path.to_owned(), Some(object.size));
            }
        }
        Ok(listing)
    }

    fn get(&self, path: &str) -> Result<Option<Vec<u8>>> {
        let key = self.key(path)?;
        match wait(async { self.store.get(&key).await?.bytes().await })? {
            Ok(bytes) => Ok(Some(bytes.to_vec())),
            Err(Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    fn put(&self, path: &str, bytes: &[u8], headers: &Headers) -> Result<()> {
        let mut attributes = Attributes::new();
        attributes.insert(Attribute::ContentType, headers.content_type.clone().into());
        attributes.insert(Attribute::CacheControl, headers.cache_control.into());
        if let Some(encoding) = headers.content_encoding {
            attributes.insert(Attribute::ContentEncoding, encoding.into());
        }
        let options = PutOptions { attributes, ..PutOptions::default() };
        let payload = PutPayload::from(bytes.to_vec());
        wait(self.store.put_opts(&self.key(path)?, payload, options))??;
        Ok(())
    }

    fn copy(&self, from: &str, to: &str) -> Result<()> {
        Ok(wait(self.store.copy(&self.key(from)?, &self.key(to)?))??)
    }

    fn delete(&self, path: &str) -> Result<()> {
        match wait(self.store.delete(&self.key(path)?))? {
            Ok(()) | Err(Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}
