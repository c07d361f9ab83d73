//! related
