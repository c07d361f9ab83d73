//! The security headers: one place for the page's own policy, for `serve` and for the `_headers`
//! file of hosts that read one. `docs/deploy` says the same to other servers.

/// What scripts, programs and requests the page may have. `scripts` is the source of scripts: the
/// hash of the page's one script where it stands in the page, `'self'` where a header serves
/// several pages.
pub(crate) fn policy(scripts: &str) -> String {
    // `blob:` for workers: the page runs the worker from bytes whose hash it has checked, and such
    // a worker inherits this policy. Scripts cannot come from there, so it opens nothing to others.
    format!(
        "default-src 'none'; script-src {scripts} 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; \
         worker-src 'self' blob:; manifest-src 'self'; frame-src 'none'; object-src 'none'; \
         base-uri 'none'; form-action 'none'"
    )
}

/// The name of the relay of sync, without its hash.
pub(crate) const SYNC_WORKER: &str = "sync-worker";

/// What the relay of sync may have: nothing but requests. By `http` to this machine alone: from a
/// page that came by `https` browsers send none elsewhere. A policy cannot name `[::1]`.
const SYNC_POLICY: &str =
    "default-src 'none'; connect-src https: http://localhost:* http://127.0.0.1:*";

/// The headers of an answer from a server on this machine. Its pages come by `http`, and so may be the
/// server that they keep in step with: one in the same house.
pub(crate) fn local(path: &str) -> Vec<(&'static str, String)> {
    let mut headers = common();
    if path.contains(&format!("/assets/{SYNC_WORKER}-")) {
        for (name, value) in &mut headers {
            if *name == "Content-Security-Policy" {
                *value = format!("{SYNC_POLICY} http:");
            }
        }
    }
    headers
}

/// The headers of every answer, on any host.
fn common() -> Vec<(&'static str, String)> {
    vec![
        (
            "Content-Security-Policy",
            format!("{}; frame-ancestors 'none'", policy("'self'")),
        ),
        ("X-Content-Type-Options", "nosniff".into()),
        ("Referrer-Policy", "no-referrer".into()),
        ("Cross-Origin-Opener-Policy", "same-origin".into()),
        ("Cross-Origin-Resource-Policy", "same-origin".into()),
        (
            "Permissions-Policy",
            "camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), hid=()"
                .into(),
        ),
    ]
}

/// For what never changes under its name.
pub(crate) const FOREVER: &str = "public, max-age=31536000, immutable";

/// The `_headers` file of static hosts that read one. These are hosts on the internet, so it adds
/// what `serve` on this machine leaves out. `sync` is the path of the relay of sync.
pub(crate) fn file(base: &str, sync: &str) -> String {
    let mut text = format!("{base}*\n");
    for (name, value) in common() {
        let more = if name == "Content-Security-Policy" {
            "; upgrade-insecure-requests"
        } else {
            ""
        };
        text.push_str(&format!("  {name}: {value}{more}\n"));
    }
    text.push_str("  Strict-Transport-Security: max-age=63072000; includeSubDomains\n");
    text.push_str("  Cache-Control: no-cache\n");
    // Some hosts join what two rules say, so the first is taken back before the second is given.
    text.push_str(&format!(
        "{base}assets/*\n  ! Cache-Control\n  Cache-Control: {FOREVER}\n"
    ));
    text.push_str(&format!(
        "{base}{sync}\n  ! Content-Security-Policy\n  Content-Security-Policy: {SYNC_POLICY}\n"
    ));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_relay_of_sync_has_a_policy_of_its_own() {
        let policy = |path: &str| {
            let headers = local(path).into_iter();
            let mut policies = headers.filter(|(name, _)| *name == "Content-Security-Policy");
            (policies.next().unwrap().1, policies.next())
        };
        let (relay, more) = policy("/crm/assets/sync-worker-0123.js");
        assert!(relay.starts_with("default-src 'none'; connect-src https: "));
        assert_eq!(more, None);
        let (page, _) = policy("/crm/assets/satchel-0123.js");
        assert!(page.contains("connect-src 'self';"));
        let file = file("/crm/", "assets/sync-worker-0123.js");
        let (_, rule) = file
            .split_once("/crm/assets/sync-worker-0123.js\n")
            .unwrap();
        let taken_back = rule.find("! Content-Security-Policy").unwrap();
        assert!(
            taken_back
                < rule
                    .find("Content-Security-Policy: default-src 'none'")
                    .unwrap()
        );
        assert!(!rule.contains("http: ") && !rule.trim_end().ends_with("http:"));
    }
}
