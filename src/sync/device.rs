//! The devices that work with a database, as each says of itself in a document of its own,
//! `device:{name}`. How such a document is written, read and taken away is here; when, is the session's.
//! What stands in them is what anybody wrote who can write there: of what is not as it is written here,
//! nothing is read. In an encrypted database they are sealed as records are.

use super::changes::{array, encoded, object, text, whole};
use super::client::{Client, is_missing};
use super::seal::Seal;
use super::trouble::Trouble;
use super::wire::{Answer, Request};
use super::{Http, Store};
use crate::document::json::{JsonWriter, Members, parse};
use crate::domain::{Instant, RecordId, RecordKind};

/// What the ids of these documents begin with.
const PREFIX: &str = "device:";
/// The form that is written and read here.
const VERSION: u32 = 1;
/// So many are listed.
const LISTED_MAX: usize = 200;
/// The characters that the name of a device, and what its kind is called, may have.
const NAME_MAX: usize = 64;
const WORD_MAX: usize = 40;
/// So often is it tried to take a document away that is written meanwhile.
const TRIES: u32 = 3;

/// What kind of device it is, in words that a person knows; empty where nobody can tell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeviceKind {
    /// The browser: `Firefox`.
    pub browser: String,
    /// What it runs on: `Windows`.
    pub system: String,
}

/// A device that works with the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    /// Its name there, which nobody reads.
    pub name: String,
    /// What kind it is.
    pub kind: DeviceKind,
    /// Whose changes are made on it.
    pub author: Option<RecordId>,
    /// When it was connected.
    pub first: Instant,
    /// When it was heard of last, by its own clock.
    pub last: Instant,
    /// How many of its records were not on the server then.
    pub waiting: u64,
}

/// The devices that a database knows of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    /// Those that can be read.
    pub devices: Vec<Device>,
    /// Whether there may be more than were asked for.
    pub has_more: bool,
}

/// The document of one device as it stands in the database.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Own {
    /// Its revision; none where there is no document.
    pub rev: Option<String>,
    /// What it says, where that can be read.
    pub device: Option<Device>,
}

impl<H: Http, S: Store> Client<H, S> {
    /// Reads the document of a device.
    ///
    /// # Errors
    /// [`Trouble`].
    pub async fn device(&self, name: &str) -> Result<Own, Trouble> {
        let answer = self.http.send(Request::get(path(name))).await?;
        if !answer.is_ok() {
            let is_none = is_missing(&answer.body);
            return is_none
                .then(Own::default)
                .ok_or_else(|| Trouble::of(&answer));
        }
        let members = parse(&answer.body).ok().and_then(object);
        let members = members.ok_or_else(Trouble::unexpected)?;
        Ok(Own {
            rev: Some(text(&members, "_rev").ok_or_else(Trouble::unexpected)?),
            device: Device::opened(self.seal.as_deref(), &answer.body),
        })
    }

    /// Writes the document of a device over a revision; says under which it stands then.
    ///
    /// # Errors
    /// [`Trouble`].
    pub async fn write_device(
        &self,
        device: &Device,
        rev: Option<&str>,
    ) -> Result<String, Trouble> {
        let id = id(&device.name);
        let body = match &self.seal {
            Some(seal) => seal.seal_as(&id, device.write(None), rev),
            None => Some(device.write(rev)),
        };
        let body = body.ok_or_else(|| Trouble::Passing("no memory".to_owned()))?;
        written(
            &self
                .http
                .send(Request::put(path(&device.name), body))
                .await?,
        )
    }
}

/// Lists the devices, by one request.
///
/// # Errors
/// [`Trouble`].
pub async fn devices(http: &impl Http, seal: Option<&Seal>) -> Result<Listed, Trouble> {
    // A semicolon is what comes after a colon.
    let (from, to) = (encoded("\"device:\""), encoded("\"device;\""));
    let request = Request::get(format!(
        "_all_docs?include_docs=true&limit={LISTED_MAX}&startkey={from}&endkey={to}"
    ));
    let answer = http.send(request).await?;
    whole(&answer)?;
    listed(&answer.body, seal).ok_or_else(Trouble::unexpected)
}

/// Takes the document of a device away.
///
/// # Errors
/// [`Trouble`].
pub async fn remove_device(http: &impl Http, name: &str) -> Result<(), Trouble> {
    for _ in 0..TRIES {
        let answer = http.send(Request::get(path(name))).await?;
        if !answer.is_ok() && is_missing(&answer.body) {
            return Ok(());
        }
        whole(&answer)?;
        let members = parse(&answer.body).ok().and_then(object);
        let rev = members.and_then(|members| text(&members, "_rev"));
        let mut body = JsonWriter::default();
        body.object().name("_id").text(&id(name));
        body.name("_rev")
            .text(&rev.ok_or_else(Trouble::unexpected)?);
        body.name("_deleted").literal(true).end_object();
        let answer = http.send(Request::put(path(name), body.finish())).await?;
        // It was written in between, by what was on its way still.
        if answer.status != 409 {
            return written(&answer).map(drop);
        }
    }
    Err(Trouble::Passing("written all the time".to_owned()))
}

/// Whether a document is of a device: what is written there is no news to anybody.
pub(super) fn is_device(id: &str) -> bool {
    id.starts_with(PREFIX)
}

fn id(name: &str) -> String {
    format!("{PREFIX}{name}")
}

fn path(name: &str) -> String {
    encoded(&id(name))
}

/// The revision of what was written.
fn written(answer: &Answer) -> Result<String, Trouble> {
    whole(answer)?;
    let members = parse(&answer.body).ok().and_then(object);
    let rev = members.and_then(|members| text(&members, "rev"));
    rev.ok_or_else(Trouble::unexpected)
}

/// The devices of a list; one that is not as it should be keeps no other.
fn listed(body: &str, seal: Option<&Seal>) -> Option<Listed> {
    let members = object(parse(body).ok()?)?;
    let rows = array(members.get("rows")?)?;
    let has_more = rows.len() >= LISTED_MAX;
    let devices = rows.into_iter().take(LISTED_MAX).filter_map(|row| {
        let row = object(row)?;
        Device::opened(seal, row.get("doc")?.get())
    });
    Some(Listed {
        devices: devices.collect(),
        has_more,
    })
}

impl Device {
    fn write(&self, rev: Option<&str>) -> String {
        let mut out = JsonWriter::default();
        out.object().name("_id").text(&id(&self.name));
        if let Some(rev) = rev {
            out.name("_rev").text(rev);
        }
        out.name("v").literal(VERSION);
        out.name("browser").text(&self.kind.browser);
        out.name("system").text(&self.kind.system);
        if let Some(author) = self.author {
            out.name("author").text(&author.to_string());
        }
        out.name("first").text(&self.first.to_string());
        out.name("last").text(&self.last.to_string());
        out.name("waiting").literal(self.waiting).end_object();
        out.finish()
    }

    /// What a document says, sealed or not as the database is: what stands there in clear text where
    /// everything is encrypted anybody may have written.
    fn opened(seal: Option<&Seal>, document: &str) -> Option<Self> {
        let members = object(parse(document).ok()?)?;
        let Some(seal) = seal else {
            return Self::read(&members);
        };
        let id = text(&members, "_id").filter(|id| is_device(id))?;
        let opened = seal.open_as(&id, document).ok()?;
        let inside = object(parse(&opened).ok()?)?;
        Self::read(&inside).filter(|device| self::id(&device.name) == id)
    }

    fn read(members: &Members<'_>) -> Option<Self> {
        let id = text(members, "_id")?;
        let name = id.strip_prefix(PREFIX)?;
        let is_name = (1..=NAME_MAX).contains(&name.chars().count());
        is_name.then_some(())?;
        (number(members, "v")? == u64::from(VERSION)).then_some(())?;
        let author = match members.get("author") {
            None => None,
            Some(_) => Some(owner(&text(members, "author")?)?),
        };
        Some(Self {
            name: name.to_owned(),
            kind: DeviceKind {
                browser: word(members, "browser")?,
                system: word(members, "system")?,
            },
            author,
            first: instant(members, "first")?,
            last: instant(members, "last")?,
            waiting: number(members, "waiting")?,
        })
    }
}

fn owner(text: &str) -> Option<RecordId> {
    let id = RecordId::parse(text).ok()?;
    (id.kind == RecordKind::Owner).then_some(id)
}

fn number(members: &Members<'_>, name: &str) -> Option<u64> {
    members.get(name)?.get().parse().ok()
}

/// A moment as it is written here; beyond the year 9999 there is none.
fn instant(members: &Members<'_>, name: &str) -> Option<Instant> {
    const LENGTH_MAX: usize = 32;
    let text = text(members, name)?;
    (text.len() <= LENGTH_MAX).then_some(())?;
    Instant::parse(&text).ok()
}

fn word(members: &Members<'_>, name: &str) -> Option<String> {
    let word = text(members, name)?;
    let is_word = word.chars().count() <= WORD_MAX && !word.chars().any(is_unseen);
    is_word.then_some(word)
}

/// Whether it is no letter but does something: breaks a line, or turns the writing of what is beside it.
fn is_unseen(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}')
}
