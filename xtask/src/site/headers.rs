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

/// The headers of every answer, on any host.
pub(crate) fn common() -> Vec<(&'static str, String)> {
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
/// what `serve` on this machine leaves out.
pub(crate) fn file(base: &str) -> String {
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
    text
}
