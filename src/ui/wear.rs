//! Styles apart: those of screens that few people go to come with the screens instead of with the
//! styles that everything waits for. A sheet is given to the page as an object, which the page's policy
//! lets in, where it would not let in a style element.

use js_sys::{Array, Function, Reflect};
use leptos::prelude::*;
use leptos::wasm_bindgen::{JsCast, JsValue};
use std::cell::RefCell;

thread_local! {
    /// The sheets that the page wears already, by their place in the program.
    static WORN: RefCell<Vec<*const u8>> = const { RefCell::new(Vec::new()) };
}

/// Has the page wear a sheet for as long as it lives. A browser that cannot shows the screen plainly.
pub fn wear(sheet: &'static str) {
    let is_new = WORN.with_borrow_mut(|worn| {
        let is_new = !worn.contains(&sheet.as_ptr());
        if is_new {
            worn.push(sheet.as_ptr());
        }
        is_new
    });
    if is_new {
        let _ = put(sheet);
    }
}

fn put(sheet: &str) -> Result<(), JsValue> {
    let made = Reflect::get(&window(), &JsValue::from_str("CSSStyleSheet"))?;
    let made: Function = made.dyn_into()?;
    let made = Reflect::construct(&made, &Array::new())?;
    let fill: Function = Reflect::get(&made, &JsValue::from_str("replaceSync"))?.dyn_into()?;
    // As the other sheets of screens: what components say of themselves comes before it.
    let text = format!("@layer features {{ {sheet} }}");
    fill.call1(&made, &JsValue::from_str(&text))?;
    let name = JsValue::from_str("adoptedStyleSheets");
    let worn = Reflect::get(&document(), &name)?;
    let all = Array::from(&worn);
    all.push(&made);
    Reflect::set(&document(), &name, &all)?;
    Ok(())
}
