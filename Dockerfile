# The `lamplight` command alone: it needs no library and no shell. `cargo xtask dist` writes the program for it:
#
#   docker build --file Dockerfile --tag lamplight target/packages/image
#   docker run --rm --user "$(id -u):$(id -g)" --volume "$PWD:/blog" lamplight build posts
FROM scratch
# Docker's name of the machine: amd64 or arm64.
ARG TARGETARCH
COPY ${TARGETARCH}/lamplight /usr/bin/lamplight
USER 65534:65534
WORKDIR /blog
ENTRYPOINT ["/usr/bin/lamplight"]
CMD ["--help"]
