//! Who asks, and what they may: basic authentication, bearer tokens, and the members of a database.
//! Without any login everybody is an administrator, so that tests of other things need none.
//! Cookie sessions are left out.

use serde_json::{Value, json};

use crate::answer::Refusal;
use crate::database::Database;
use crate::hash::parse_base64;
use crate::request::Request;
use crate::switches::Flavour;

/// A name and password that the server knows.
#[derive(Clone, Debug)]
pub struct Login {
    /// The name.
    pub name: String,
    /// The password.
    pub password: String,
    /// The roles; `_admin` makes an administrator of the server.
    pub roles: Vec<String>,
}

/// A bearer token that the server takes. What is in a real one is not looked at.
#[derive(Clone, Debug)]
pub struct Token {
    /// The token itself.
    pub text: String,
    /// The name that it stands for.
    pub name: String,
    /// The roles that it gives.
    pub roles: Vec<String>,
    /// When it ends.
    pub expires_ms: u64,
}

/// Who makes a request.
#[derive(Clone, Debug)]
pub(crate) struct Identity {
    /// `None` for who did not say.
    name: Option<String>,
    roles: Vec<String>,
    /// How they were recognized.
    handler: Option<&'static str>,
}

impl Identity {
    pub(crate) fn parse(
        request: &Request,
        logins: &[Login],
        tokens: &[Token],
        now_ms: u64,
    ) -> Result<Self, Refusal> {
        let roles = match logins.is_empty() && tokens.is_empty() {
            true => vec!["_admin".to_owned()],
            false => Vec::new(),
        };
        let anonymous = Self {
            name: None,
            roles,
            handler: None,
        };
        let Some((scheme, credentials)) = request
            .header("authorization")
            .and_then(|header| header.split_once(' '))
        else {
            return Ok(anonymous);
        };
        if scheme.eq_ignore_ascii_case("bearer") {
            return Self::of_token(credentials, tokens, now_ms);
        }
        if !scheme.eq_ignore_ascii_case("basic") || anonymous.is_admin() {
            return Ok(anonymous);
        }
        let pair = parse_base64(credentials.trim()).and_then(|pair| String::from_utf8(pair).ok());
        let login = pair
            .as_deref()
            .and_then(|pair| pair.split_once(':'))
            .and_then(|(name, password)| {
                let mut known = logins.iter();
                known.find(|login| login.name == name && login.password == password)
            })
            .ok_or_else(|| unauthorized("Name or password is incorrect."))?;
        Ok(Self {
            name: Some(login.name.clone()),
            roles: login.roles.clone(),
            handler: Some("default"),
        })
    }

    fn of_token(text: &str, tokens: &[Token], now_ms: u64) -> Result<Self, Refusal> {
        let token = tokens
            .iter()
            .find(|token| token.text == text)
            .ok_or_else(|| Refusal::bad_request("Bad HMAC in authentication token"))?;
        if token.expires_ms <= now_ms {
            return Err(unauthorized("exp not in future"));
        }
        Ok(Self {
            name: Some(token.name.clone()),
            roles: token.roles.clone(),
            handler: Some("jwt"),
        })
    }

    pub(crate) fn is_admin(&self) -> bool {
        self.roles.iter().any(|role| role == "_admin")
    }

    /// Refuses all but administrators of the server.
    pub(crate) fn check_admin(&self) -> Result<(), Refusal> {
        match self.is_admin() {
            true => Ok(()),
            false => Err(unauthorized("You are not a server admin.")),
        }
    }

    /// Refuses who may not read and write the database.
    pub(crate) fn check_member(&self, database: &Database) -> Result<(), Refusal> {
        let security = &database.security;
        let is_open = ["names", "roles"]
            .iter()
            .all(|part| listed(security, "members", part).is_none_or(Vec::is_empty));
        let is_in = is_open || self.is_listed(security, "members");
        if self.is_admin() || is_in || self.is_listed(security, "admins") {
            return Ok(());
        }
        Err(match self.name {
            None => unauthorized("You are not authorized to access this db."),
            Some(_) => Refusal::forbidden("You are not allowed to access this db."),
        })
    }

    /// Refuses who may not change who may.
    pub(crate) fn check_db_admin(&self, database: &Database) -> Result<(), Refusal> {
        if self.is_admin() || self.is_listed(&database.security, "admins") {
            return Ok(());
        }
        let reason = "You are not a db or server admin.";
        Err(match self.name {
            None => unauthorized(reason),
            Some(_) => Refusal::forbidden(reason),
        })
    }

    fn is_listed(&self, security: &Value, group: &str) -> bool {
        let has = |part: &str, text: &str| {
            listed(security, group, part)
                .is_some_and(|listed| listed.iter().any(|entry| entry == text))
        };
        self.name.as_deref().is_some_and(|name| has("names", name))
            || self.roles.iter().any(|role| has("roles", role))
    }

    /// What `GET /_session` tells.
    pub(crate) fn session(&self, flavour: Flavour) -> Value {
        let handlers = ["cookie", "default"];
        let about = match (flavour, self.handler) {
            (Flavour::PouchServer, _) => {
                json!({"authentication_handlers": handlers, "authentication_db": "_users"})
            }
            (Flavour::Couch, Some(handler)) => {
                json!({"authentication_handlers": handlers, "authenticated": handler})
            }
            (Flavour::Couch, None) => json!({"authentication_handlers": handlers}),
        };
        let context = json!({"name": self.name, "roles": self.roles});
        json!({"ok": true, "userCtx": context, "info": about})
    }
}

fn listed<'a>(security: &'a Value, group: &str, part: &str) -> Option<&'a Vec<Value>> {
    security.get(group)?.get(part)?.as_array()
}

fn unauthorized(reason: &'static str) -> Refusal {
    Refusal::new(401, "unauthorized", reason)
}
