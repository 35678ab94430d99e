//! What the app can be told when it is started.

use std::path::PathBuf;

use clap::Parser;
use url::Url;

/// Logs the finished calls of a PBX extension in Microsoft Dynamics 365, from the system tray.
#[derive(Clone, Debug, Parser)]
#[command(name = "ringlog", version)]
pub struct Arguments {
    /// The directory that holds everything of this profile; by default the platform's own places.
    #[arg(long, env = "RINGLOG_PROFILE", value_name = "DIR")]
    pub profile: Option<PathBuf>,
    /// Starts to the tray, without the window.
    #[arg(long)]
    pub tray: bool,
    /// Says that everything outside is simulated, and where the front desk of the simulated office is.
    #[arg(long, value_name = "URL", value_parser = front_desk, requires = "profile")]
    pub demo: Option<Url>,
}

fn front_desk(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|error| error.to_string())?;
    match url.host_str() {
        Some("127.0.0.1" | "localhost" | "[::1]") if url.scheme() == "http" => Ok(url),
        Some(_) | None => {
            Err("a simulated office is on this computer: http://127.0.0.1:PORT".to_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_demo_is_on_this_computer_alone() {
        assert!(front_desk("http://127.0.0.1:4000/").is_ok());
        assert!(front_desk("https://127.0.0.1:4000/").is_err());
        assert!(front_desk("http://example.org/").is_err());
        assert!(front_desk("127.0.0.1:4000").is_err());
    }
}
