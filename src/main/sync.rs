//! Sync in the page: what keeps the open workspace in step, and making a workspace of what is in a
//! database.

use crate::host::{Browserly, slug_of};
use crate::page::{PageSession, open_working};
use crate::parts::{self, Work};
use satchel::browser::outside::BrowserOutside;
use satchel::browser::ports::random;
use satchel::browser::{Place, Pref, Prefs, task, workspaces};
use satchel::domain::settings;
use satchel::session::ports::Ports;
use satchel::session::sync::desk::Desk;
use satchel::session::sync::keeper::Keeper;
use satchel::session::sync::step::{LOOK_MS, in_step};
use satchel::session::sync::{
    Connection, Found, Hindrance, Kept, Office, Outside, Remote, Seal, Secret, Status, Unlocked,
    keys, look as looked,
};
use satchel::sync::Client;
use std::cell::RefCell;
use std::rc::{Rc, Weak};

thread_local! {
    /// What keeps the page's workspace in step, for those who only ask how it stands. They may be asked
    /// before it is there.
    static OFFICE: RefCell<Option<Weak<dyn Office>>> = const { RefCell::new(None) };
}

/// What keeps a workspace in step, and its work for as long as the page lives.
pub(crate) fn keeping(session: Rc<PageSession>, place: Place) -> (Rc<dyn Office>, Work<()>) {
    let keeper = Keeper::new(session, BrowserOutside::new(place));
    let office: Rc<dyn Office> = Rc::clone(&keeper) as Rc<dyn Office>;
    // Of two that are asked for at once the first stays.
    if stands().is_none() {
        OFFICE.set(Some(Rc::downgrade(&office)));
    }
    (office, Box::pin(keeper.run()))
}

/// How sync of the page's workspace stands; none as long as what keeps it in step is not there.
pub(crate) fn stands() -> Option<Status> {
    let office = OFFICE.with_borrow(|office| office.as_ref()?.upgrade());
    office.map(|office| office.status())
}

/// Whether what others did is known here, after a round of sync that is waited for; in a workspace that is
/// on this device alone nobody else does anything.
pub(crate) async fn is_in_step(session: &PageSession) -> bool {
    let place = session.ports().place();
    if Prefs::new(place.base())
        .get(Pref::Sync(place.slug()))
        .is_none()
    {
        return true;
    }
    // As long as it is not there, nothing is known.
    let Some(office) = OFFICE.with_borrow(|office| office.as_ref()?.upgrade()) else {
        return false;
    };
    let wait = async || task::sleep(LOOK_MS).await;
    in_step(&*office, || session.ports().now(), wait).await
}

/// Looks at a database, where no workspace is open.
pub(crate) async fn look(place: Place, remote: Remote, secret: Secret) -> Result<Found, Hindrance> {
    let outside = BrowserOutside::new(place);
    let line = outside.line(&remote, &secret);
    looked::look(&line, outside.is_online()).await
}

/// Makes a workspace of what is in a database, as far as it can be opened.
pub(crate) async fn join(
    base: String,
    remote: Remote,
    secret: Secret,
    passphrase: Option<String>,
    is_kept: bool,
) -> Result<String, Hindrance> {
    let place = Place::new(&base, "");
    let found = look(place.clone(), remote.clone(), secret.clone()).await?;
    let mut kept = Kept::from(secret);
    let name = match found.is_sealed {
        true => {
            let outside = BrowserOutside::new(place);
            let line = outside.line(&remote, &kept.secret);
            let typed = passphrase.unwrap_or_default();
            let key = keys::unlock(&outside, &line, &typed).await?;
            kept.key = Some(key.clone());
            keys::workspace(&line, &sealing(key)).await?
        }
        false => found.workspace,
    };
    let name = name.ok_or(Hindrance::Empty)?;
    let taken = workspaces::list(&base).await.into_iter();
    let taken: Vec<String> = taken.map(|entry| entry.slug).collect();
    let slug = slug_of(&name, &taken);
    let joined = read_first(&base, &slug, &remote, &kept, is_kept).await;
    let place = Place::new(&base, &slug);
    match joined {
        Ok(name) => {
            let entry = workspaces::WorkspaceEntry {
                slug: slug.clone(),
                name,
            };
            workspaces::put(&base, &entry);
            Ok(slug)
        }
        Err(hindrance) => {
            // What stays of it is empty, and its name is offered again.
            BrowserOutside::new(place.clone()).set_connection(None);
            let _ = workspaces::delete(&place).await;
            Err(hindrance)
        }
    }
}

/// What seals under a key, by chance of the browser's.
fn sealing(key: Unlocked) -> Seal {
    Seal::new(key, Box::new(random))
}

async fn read_first(
    base: &str,
    slug: &str,
    remote: &Remote,
    kept: &Kept,
    is_kept: bool,
) -> Result<String, Hindrance> {
    let other = |error: &dyn std::fmt::Display| Hindrance::Other(error.to_string());
    let session = open_working(base, slug)
        .await
        .map_err(|error| other(&error))?;
    let outside = BrowserOutside::new(Place::new(base, slug));
    let device = format!("{:016x}", session.new_page_id().0);
    let done = async {
        let line = outside.line(remote, &kept.secret);
        let desk = Desk(Rc::clone(&session));
        let client = Client::open(line, desk, &device).await;
        let client = client.map_err(|error| other(&error))?;
        let mut client = client.sealed(kept.key.clone().map(sealing));
        client.first().await.map_err(looked::of)?;
        let has_settings = session.workspace().record(settings::ID).is_some();
        let name = session.workspace().name(settings::ID).into_owned();
        has_settings.then_some(name).ok_or(Hindrance::Empty)
    };
    let done = done.await;
    session.storage().close();
    let name = done?;
    outside.set_connection(Some(&Connection {
        remote: remote.clone(),
        device,
        is_paused: false,
        is_sealed: kept.key.is_some(),
        last: None,
    }));
    // What cannot be remembered is asked for when the workspace is opened.
    let _ = outside.keep_secret(is_kept.then_some(kept)).await;
    Ok(name)
}

impl Browserly {
    /// What keeps the open workspace in step; one for the life of the page.
    pub(crate) async fn keeper(&self) -> Option<Rc<dyn Office>> {
        if let Some(office) = self.office.borrow().clone() {
            return Some(office);
        }
        let session = self.session.borrow().clone()?;
        let place = Place::new(&self.base, &self.slug);
        let (office, work) = parts::keeping(session, place).await.ok()?;
        let mut there = self.office.borrow_mut();
        if there.is_none() {
            // Somebody else may have asked meanwhile.
            *there = Some(office);
            wasm_bindgen_futures::spawn_local(work);
        }
        there.clone()
    }
}
