//! Decoding: the browser parses the JSON, serde builds the types from what it parsed.
//!
//! General decoders carry code to find out which field comes next and to explain what is wrong. Here the reader asks
//! for each field by name, in the order of the type, and an absent one is empty. That is a third of the bytes.

use js_sys::{Array, Object, Reflect};
use serde::de::value::StrDeserializer;
use serde::de::{self, DeserializeOwned, DeserializeSeed, IntoDeserializer, SeqAccess, Visitor};
use wasm_bindgen::{JsCast, JsValue};

use crate::error::LoadError;

/// Decodes a value that the browser has parsed.
///
/// # Errors
/// [`LoadError::Decode`] if it is not of this type.
pub fn decode<T: DeserializeOwned>(parsed: &JsValue) -> Result<T, LoadError> {
    T::deserialize(JsonValue(parsed.clone())).map_err(|Mismatch| LoadError::Decode)
}

/// The data do not have the expected type. There is no message, because it would not help readers.
#[derive(Debug)]
struct Mismatch;

impl std::fmt::Display for Mismatch {
    fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        Ok(())
    }
}

impl std::error::Error for Mismatch {}

impl de::Error for Mismatch {
    fn custom<T: std::fmt::Display>(_: T) -> Self {
        Self
    }

    fn invalid_type(_: de::Unexpected<'_>, _: &dyn de::Expected) -> Self {
        Self
    }

    fn invalid_value(_: de::Unexpected<'_>, _: &dyn de::Expected) -> Self {
        Self
    }

    fn invalid_length(_: usize, _: &dyn de::Expected) -> Self {
        Self
    }

    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }

    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }

    fn missing_field(_: &'static str) -> Self {
        Self
    }

    fn duplicate_field(_: &'static str) -> Self {
        Self
    }
}

struct JsonValue(JsValue);

impl JsonValue {
    fn is_absent(&self) -> bool {
        self.0.is_undefined() || self.0.is_null()
    }

    fn number(&self) -> Result<f64, Mismatch> {
        self.0.as_f64().ok_or(Mismatch)
    }
}

macro_rules! numbers {
    ($($method:ident $visit:ident $kind:ty),*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
            let number = self.number()?;
            let whole = number as $kind;
            if f64::from(whole) == number { visitor.$visit(whole) } else { Err(Mismatch) }
        }
    )*};
}

macro_rules! refused {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Mismatch> {
            Err(Mismatch)
        }
    )*};
}

impl<'de> de::Deserializer<'de> for JsonValue {
    type Error = Mismatch;

    numbers!(deserialize_u8 visit_u8 u8, deserialize_u16 visit_u16 u16, deserialize_u32 visit_u32 u32);

    // The bundle format has none of these.
    refused!(deserialize_any deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_u64
        deserialize_f32 deserialize_f64 deserialize_char deserialize_bytes deserialize_byte_buf deserialize_unit
        deserialize_map deserialize_ignored_any);

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_bool(self.0.is_truthy())
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        self.deserialize_string(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        self.deserialize_string(visitor)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        match self.0.as_string() {
            Some(text) => visitor.visit_string(text),
            None if self.is_absent() => visitor.visit_string(String::new()),
            None => Err(Mismatch),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        if self.is_absent() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, _: V) -> Result<V::Value, Mismatch> {
        Err(Mismatch)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        let items = if self.is_absent() { Array::new() } else { self.0.dyn_into().map_err(|_| Mismatch)? };
        visitor.visit_seq(JsonItems { items, next: 0 })
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Mismatch> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        if !self.0.is_object() || Array::is_array(&self.0) {
            return Err(Mismatch);
        }
        visitor.visit_seq(JsonFields { object: self.0, names: fields.iter() })
    }

    /// `"name"`, or `{"name": content}`.
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        if let Some(name) = self.0.as_string() {
            return visitor.visit_enum(JsonVariant { name, content: JsValue::UNDEFINED });
        }
        let object: Object = if self.0.is_object() { self.0.unchecked_into() } else { return Err(Mismatch) };
        let name = Object::keys(&object).get(0).as_string().ok_or(Mismatch)?;
        let content = Reflect::get(&object, &JsValue::from_str(&name)).map_err(|_| Mismatch)?;
        visitor.visit_enum(JsonVariant { name, content })
    }
}

struct JsonItems {
    items: Array,
    next: u32,
}

impl<'de> SeqAccess<'de> for JsonItems {
    type Error = Mismatch;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Mismatch> {
        if self.next >= self.items.length() {
            return Ok(None);
        }
        self.next += 1;
        seed.deserialize(JsonValue(self.items.get(self.next - 1))).map(Some)
    }
}

/// The fields of an object as a sequence, in the order of the type.
struct JsonFields {
    object: JsValue,
    names: std::slice::Iter<'static, &'static str>,
}

impl<'de> SeqAccess<'de> for JsonFields {
    type Error = Mismatch;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Mismatch> {
        let Some(name) = self.names.next() else { return Ok(None) };
        let value = Reflect::get(&self.object, &JsValue::from_str(name)).map_err(|_| Mismatch)?;
        seed.deserialize(JsonValue(value)).map(Some)
    }
}

struct JsonVariant {
    name: String,
    content: JsValue,
}

impl<'de> de::EnumAccess<'de> for JsonVariant {
    type Error = Mismatch;
    type Variant = JsonValue;

    fn variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<(T::Value, JsonValue), Mismatch> {
        let name: StrDeserializer<'_, Mismatch> = self.name.as_str().into_deserializer();
        Ok((seed.deserialize(name)?, JsonValue(self.content)))
    }
}

impl<'de> de::VariantAccess<'de> for JsonValue {
    type Error = Mismatch;

    fn unit_variant(self) -> Result<(), Mismatch> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Mismatch> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Mismatch> {
        de::Deserializer::deserialize_seq(self, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        de::Deserializer::deserialize_struct(self, "", fields, visitor)
    }
}
