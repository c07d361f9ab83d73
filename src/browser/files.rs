//! Files: lets the user pick some, reads them piece by piece, and gives files back as downloads.
//! What is in a file is read elsewhere.

use super::task::sleep;
use js_sys::{Array, Promise, Uint8Array};
use std::cell::RefCell;
use std::rc::Rc;
use thiserror::Error;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    Blob, BlobPropertyBag, Document, File, FileList, HtmlAnchorElement, HtmlInputElement, Url,
};

/// How much of a file is read at once: a copy that the thread does not notice.
const CHUNK_BYTES: u64 = 1 << 20;
/// How long a download may take to begin before its bytes are let go.
const DOWNLOAD_MS: u32 = 60_000;

/// Why a file could not be read or given.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum FileError {
    /// It is a folder, was moved or changed since it was picked, or may not be read.
    #[error("{name} cannot be read: {reason}")]
    Unreadable {
        /// The file.
        name: String,
        /// What the browser says.
        reason: String,
    },
    /// The browser did not take the bytes.
    #[error("{name} cannot be saved: {reason}")]
    Unsaved {
        /// The file.
        name: String,
        /// What the browser says.
        reason: String,
    },
}

/// A file of the user's, not read yet.
#[derive(Clone, Debug)]
pub struct UserFile(File);

impl From<File> for UserFile {
    fn from(file: File) -> Self {
        Self(file)
    }
}

impl UserFile {
    /// The files of a list, as an input or a drop has them.
    #[must_use]
    pub fn all(list: &FileList) -> Vec<Self> {
        (0..list.length())
            .filter_map(|at| list.get(at))
            .map(Self)
            .collect()
    }

    /// What it is called.
    #[must_use]
    pub fn name(&self) -> String {
        self.0.name()
    }

    /// How many bytes it has.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.0.size() as u64
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Reads it piece by piece; the thread is free between two. Stops where `each` says false.
    ///
    /// # Errors
    /// [`FileError::Unreadable`].
    pub async fn read(&self, mut each: impl FnMut(Vec<u8>) -> bool) -> Result<(), FileError> {
        let mut at = 0;
        while let Some(piece) = self.piece_at(at).await? {
            at += piece.len() as u64;
            if !each(piece) {
                break;
            }
        }
        Ok(())
    }

    /// Reads the piece that begins at a byte; none behind the end.
    ///
    /// # Errors
    /// [`FileError::Unreadable`].
    pub async fn piece_at(&self, at: u64) -> Result<Option<Vec<u8>>, FileError> {
        if at >= self.len() {
            return Ok(None);
        }
        let end = (at + CHUNK_BYTES).min(self.len());
        let piece = self.piece(at, end).await;
        let piece = piece.map_err(|error| self.unreadable(&error))?;
        Ok(Some(piece.to_vec()))
    }

    fn unreadable(&self, error: &JsValue) -> FileError {
        FileError::Unreadable {
            name: self.name(),
            reason: reason(error),
        }
    }

    /// Reads it as a whole.
    ///
    /// # Errors
    /// [`FileError::Unreadable`].
    pub async fn bytes(&self) -> Result<Vec<u8>, FileError> {
        let mut bytes = Vec::with_capacity(self.len() as usize);
        self.read(|piece| {
            bytes.extend_from_slice(&piece);
            true
        })
        .await?;
        Ok(bytes)
    }

    async fn piece(&self, from: u64, to: u64) -> Result<Uint8Array, JsValue> {
        let piece = self.0.slice_with_f64_and_f64(from as f64, to as f64)?;
        let buffer = JsFuture::from(piece.array_buffer()).await?;
        Ok(Uint8Array::new(&buffer))
    }
}

/// Lets the user pick files: `accept` as HTML's file input takes it (`.csv,text/csv`). None picked
/// is none. Has to be called while a click or a key is being handled.
pub async fn pick(accept: &str, is_many: bool) -> Vec<UserFile> {
    let Some(input) = element::<HtmlInputElement>("input") else {
        return Vec::new();
    };
    input.set_type("file");
    input.set_accept(accept);
    input.set_multiple(is_many);
    let done = Rc::new(RefCell::new(None::<Closure<dyn FnMut()>>));
    let promise = Promise::new(&mut |resolve, _| {
        let finish = Closure::<dyn FnMut()>::new(move || {
            let _ = resolve.call0(&JsValue::UNDEFINED);
        });
        for event in ["change", "cancel"] {
            let listener = finish.as_ref().unchecked_ref();
            let _ = input.add_event_listener_with_callback(event, listener);
        }
        *done.borrow_mut() = Some(finish);
    });
    input.click();
    let _ = JsFuture::from(promise).await;
    input
        .files()
        .map(|list| UserFile::all(&list))
        .unwrap_or_default()
}

/// Gives the user a file as a download. Its parts are joined by the browser, so that no copy of the
/// whole is made here.
///
/// # Errors
/// [`FileError::Unsaved`].
pub fn save(name: &str, media_type: &str, parts: &[&[u8]]) -> Result<(), FileError> {
    give(name, media_type, parts).map_err(|error| FileError::Unsaved {
        name: name.to_owned(),
        reason: reason(&error),
    })
}

fn give(name: &str, media_type: &str, parts: &[&[u8]]) -> Result<(), JsValue> {
    let parts: Array = parts
        .iter()
        .map(|part| Uint8Array::new_from_slice(part))
        .collect();
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &options)?;
    let link = element::<HtmlAnchorElement>("a").ok_or("there is no page")?;
    let address = Url::create_object_url_with_blob(&blob)?;
    link.set_href(&address);
    link.set_download(name);
    link.click();
    spawn_local(async move {
        sleep(DOWNLOAD_MS).await;
        let _ = Url::revoke_object_url(&address);
    });
    Ok(())
}

fn element<T: JsCast>(name: &str) -> Option<T> {
    let document: Document = web_sys::window()?.document()?;
    document.create_element(name).ok()?.dyn_into().ok()
}

fn reason(error: &JsValue) -> String {
    error
        .dyn_ref::<web_sys::DomException>()
        .map_or_else(|| format!("{error:?}"), web_sys::DomException::message)
}
