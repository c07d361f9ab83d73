//! The statistics of a CRM: who is likely to buy, who has left, what a customer is worth, whether a
//! number grew or only wavers. Pure functions over slices, right to the digits that textbooks
//! print, and never NaN: what cannot be said is an error or `None`. A crate of its own because,
//! like the scans, it is compiled for speed (docs/adr/0013). No clock, and no randomness but from a
//! seed. What rows and columns mean is left to the library, and so is every sentence.

pub mod association;
pub mod bgnbd;
pub mod curves;
mod expectation;
pub mod gamma_gamma;
mod information;
pub mod logistic;
pub mod matrix;
pub mod minimise;
mod newton;
pub mod normal;
pub mod quality;
pub mod quantile;
pub mod random;
pub mod ridge;
#[cfg(test)]
mod samples;
pub mod trend;
pub mod validate;
