//! A line to one database: requests go out over the relay of sync, signed in, and come back as values.
//! What they mean is `sync`'s matter.

use super::object::{number, text, value};
use super::relay::Relay;
use crate::session::sync::{Answer, Line, Remote, Secret, Unreachable};
use crate::sync::Http;
use crate::sync::wire::{Method, Request};
use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue};

/// How long a request may go on without a byte, and in all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Patience {
    silent_ms: u32,
    whole_ms: u32,
}

const PATIENCE: Patience = Patience {
    silent_ms: 60_000,
    whole_ms: 120_000,
};

/// For a request that the server answers when something has happened: not longer than proxies keep a
/// connection on which nothing does.
const LONGPOLL: Patience = Patience {
    silent_ms: 35_000,
    whole_ms: 35_000,
};

const PROBE_MS: u32 = 10_000;

/// More than any answer that is asked for; what is larger is none.
const ANSWER_MAX_BYTES: u32 = 64 << 20;

/// A line to a database over a worker of its own, which ends with it.
pub struct BrowserLine {
    remote: Remote,
    relay: Relay,
}

impl BrowserLine {
    /// A line to a database. Nothing is sent and nothing started yet.
    #[must_use]
    pub fn new(remote: &Remote, secret: &Secret) -> Self {
        Self {
            remote: remote.clone(),
            relay: Relay::new(remote.origin(), authorization(remote.user(), secret)),
        }
    }

    async fn request(
        &self,
        method: Method,
        address: &str,
        body: Option<String>,
        patience: Patience,
    ) -> Result<Answer, Unreachable> {
        let body = body.map(|text| Uint8Array::new_from_slice(text.as_bytes()));
        let parts = [
            ("method", method.word().into()),
            ("address", address.into()),
            ("body", body.as_ref().map_or(JsValue::NULL, JsValue::from)),
            ("silent_ms", patience.silent_ms.into()),
            ("bytes_max", ANSWER_MAX_BYTES.into()),
        ];
        let asking = self.relay.ask(&parts, body.as_ref(), patience.whole_ms);
        answered(&asking.await?)
    }
}

impl Http for BrowserLine {
    async fn send(&self, request: Request) -> Result<Answer, Unreachable> {
        let patience = if request.path.contains("feed=longpoll") {
            LONGPOLL
        } else {
            PATIENCE
        };
        let address = self.remote.address(&request.path);
        self.request(request.method, &address, request.body, patience)
            .await
    }
}

impl Line for BrowserLine {
    async fn welcome(&self) -> Result<Answer, Unreachable> {
        let address = format!("{}/", self.remote.server());
        self.request(Method::Get, &address, None, PATIENCE).await
    }

    async fn is_there(&self) -> bool {
        let parts = [("probe", JsValue::TRUE)];
        let answer = self.relay.ask(&parts, None, PROBE_MS).await;
        let is_there = answer
            .ok()
            .and_then(|answer| value(&answer, "isThere")?.as_bool());
        is_there.unwrap_or_default()
    }

    fn is_mixed(&self) -> bool {
        let protocol = web_sys::window().and_then(|window| window.location().protocol().ok());
        protocol.as_deref() == Some("https:") && self.remote.is_open()
    }
}

/// What the relay's answer says.
fn answered(answer: &JsValue) -> Result<Answer, Unreachable> {
    if let Some(failure) = text(answer, "failure") {
        return Err(match failure.as_str() {
            "timeout" => Unreachable::TimedOut,
            "redirected" => Unreachable::Redirected,
            "tooLarge" => Unreachable::TooLarge,
            _ => Unreachable::Network,
        });
    }
    let status = number(answer, "status").ok_or(Unreachable::Network)?;
    Ok(Answer {
        status: status as u16,
        body: body(answer).unwrap_or_default(),
        retry_after_s: number(answer, "retryAfter").map(|seconds| seconds as u32),
    })
}

/// The text of an answer. Bytes that are no UTF-8 become marks, which is for the reader to judge.
fn body(answer: &JsValue) -> Option<String> {
    let bytes: Uint8Array = value(answer, "body")?.dyn_into().ok()?;
    let text = String::from_utf8(bytes.to_vec());
    // Its memory goes back now, where the browser can, and not when it next looks for what nobody needs.
    let _ = bytes.buffer().transfer_with_length(0);
    Some(text.unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()))
}

/// The header that signs in (RFC 7617, RFC 6750); none where nobody does.
fn authorization(user: &str, secret: &Secret) -> Option<String> {
    match secret {
        Secret::Password(password) if user.is_empty() && password.is_empty() => None,
        Secret::Password(password) => {
            // The browser's base64 takes a text whose letters are bytes.
            let bytes = format!("{user}:{password}").into_bytes();
            let letters: String = bytes.into_iter().map(char::from).collect();
            let encoded = web_sys::window()?.btoa(&letters).ok()?;
            Some(format!("Basic {encoded}"))
        }
        Secret::Token(token) if token.is_empty() => None,
        Secret::Token(token) => Some(format!("Bearer {token}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test]
    fn a_name_and_password_sign_in_whatever_their_letters() {
        let of = |user: &str, secret: Secret| authorization(user, &secret);
        let password = |text: &str| Secret::Password(text.into());
        // The example of RFC 7617, and its second with a pound sign in UTF-8.
        assert_eq!(
            of("Aladdin", password("open sesame")).as_deref(),
            Some("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==")
        );
        assert_eq!(
            of("test", password("123£")).as_deref(),
            Some("Basic dGVzdDoxMjPCow==")
        );
        assert!(of("维也纳", password("密码🔑")).is_some());
        assert_eq!(of("", password("")), None);
        assert_eq!(
            of("", Secret::Token("a.b.c".into())).as_deref(),
            Some("Bearer a.b.c")
        );
        assert_eq!(of("", Secret::Token(String::new())), None);
    }
}
