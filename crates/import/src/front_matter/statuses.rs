//! Values of `status`, `visibility` and similar keys.

pub(super) const DRAFTS: &str = "draft drafts pending review in_review auto-draft unpublished wip brouillon entwurf borrador \
    bozza rascunho concept черновик 草稿 下書き";

pub(super) const PRIVATE: &str = "private trash trashed deleted inherit protected password members member paid tiers subscribers \
    members_only paid_members subscribers_only internal confidential secret privat privé privado 私密";

pub(super) const UNLISTED: &str = "unlisted hidden no_list";

pub(super) const SCHEDULED: &str = "scheduled future";

pub(super) const PUBLIC: &str = "published publish public live open visible sent";

/// Values of `status` and of `visibility`, and what they say.
pub(super) const VALUES: [(&str, &str); 5] = [
    (DRAFTS, "a draft"),
    (PRIVATE, "not published"),
    (UNLISTED, "at its address, and in no list"),
    (SCHEDULED, "not before its date; without one a draft"),
    (PUBLIC, "published"),
];
