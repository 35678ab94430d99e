//! The keychain of the desktop: the Secret Service.

use zbus::zvariant::OwnedObjectPath;
use zbus::{Connection, Proxy};

/// How many secrets it keeps.
pub async fn secrets_kept() -> usize {
    let bus = Connection::session().await.unwrap();
    let collection = zbus::proxy::Builder::<Proxy<'_>>::new(&bus)
        .destination("org.freedesktop.secrets")
        .and_then(|proxy| proxy.path("/org/freedesktop/secrets/aliases/default"))
        .and_then(|proxy| proxy.interface("org.freedesktop.Secret.Collection"))
        .unwrap()
        .build()
        .await
        .unwrap();
    let items: Vec<OwnedObjectPath> = collection.get_property("Items").await.unwrap();
    items.len()
}
