//! The keyword `minimum`, for numbers that are read as the Double next to them: a whole number below those of 64 bits is read as
//! the least of them.

use jsonschema::paths::Location;
use jsonschema::{Keyword, ValidationError};
use serde_json::{Map, Number, Value};

/// A value that is at least this.
struct AtLeast(i64);

/// What the keyword `minimum` of a derived schema holds values to.
pub(super) fn at_least<'a>(
    _: &'a Map<String, Value>,
    minimum: &'a Value,
    _: Location,
) -> Result<Box<dyn for<'v> Keyword<'v>>, ValidationError<'a>> {
    let minimum = minimum.as_i64().ok_or_else(|| ValidationError::custom("not a whole number"))?;
    Ok(Box::new(AtLeast(minimum)))
}

impl<'v> Keyword<'v> for AtLeast {
    fn validate(&self, value: &'v Value) -> Result<(), ValidationError<'v>> {
        match self.is_valid(value) {
            true => Ok(()),
            false => Err(ValidationError::custom(format!("less than {}", self.0))),
        }
    }

    fn is_valid(&self, value: &'v Value) -> bool {
        value.as_number().is_none_or(|number| !is_below(number, self.0))
    }
}

fn is_below(number: &Number, minimum: i64) -> bool {
    match number.as_i64() {
        Some(whole) => whole < minimum,
        None => number.as_f64().is_some_and(|read| read < minimum as f64 || read <= i64::MIN as f64),
    }
}
