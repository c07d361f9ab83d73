//! Where a workspace lives among everything else on its origin: several Satchels can share one, so
//! every name of a store, lock, channel or cache begins with the path the site is under.

/// The names of one workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    base: String,
    slug: String,
}

impl Place {
    /// The workspace `slug` of the Satchel under the path `base`, which begins and ends with `/`.
    #[must_use]
    pub fn new(base: &str, slug: &str) -> Self {
        Self {
            base: base.to_owned(),
            slug: slug.to_owned(),
        }
    }

    /// The path the site is under.
    #[must_use]
    pub fn base(&self) -> &str {
        &self.base
    }

    /// What the workspace is called in addresses.
    #[must_use]
    pub fn slug(&self) -> &str {
        &self.slug
    }

    /// What the names of all workspaces of the Satchel under a path begin with.
    #[must_use]
    pub fn prefix(base: &str) -> String {
        format!("satchel{base}w/")
    }

    /// The name of its database, channel and cache, and what its other names begin with.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{}{}", Self::prefix(&self.base), self.slug)
    }

    /// Whether a name is one of a workspace's store, and not [of something of it](Self::name_of).
    #[must_use]
    pub fn is_of_store(name: &str) -> bool {
        !name.contains('#')
    }

    /// The name of the database of what signs in at a server. What saves all that a browser holds leaves
    /// this one out by its name (`public/rescue.js`).
    #[must_use]
    pub fn keys(&self) -> String {
        self.name_of("keys")
    }

    /// The name of something of it.
    #[must_use]
    pub fn name_of(&self, what: &str) -> String {
        format!("{}#{what}", self.name())
    }
}
