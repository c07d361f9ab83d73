//! What only a browser can do, as adapters to the ports of the layers above.
//! They hold no rules of the CRM.

pub mod intl;
