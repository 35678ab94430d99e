//! The exit statuses people script against (`interfaces.md`).

use std::process::ExitCode;

use ringlog_engine::problem::{Problem, ProblemCode};

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Done.
    Done,
    /// Done, but something needs a person.
    NeedsPerson,
    /// The command line or a setting is wrong.
    Usage,
    /// Not linked, or sign-in needed.
    SignIn,
    /// The PBX refused the login.
    PbxRefused,
    /// The keychain is unavailable.
    Keychain,
    /// An outside system is unreachable now.
    Unreachable,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::NeedsPerson => 1,
            Exit::Usage => 2,
            Exit::SignIn => 3,
            Exit::PbxRefused => 4,
            Exit::Keychain => 5,
            Exit::Unreachable => 75,
        })
    }
}

impl Exit {
    /// The status of a command that ended in this problem.
    pub(crate) fn of(problem: &Problem) -> Self {
        match problem.code {
            ProblemCode::Settings => Self::Usage,
            ProblemCode::SignIn => Self::SignIn,
            ProblemCode::PbxRefused => Self::PbxRefused,
            ProblemCode::Keychain => Self::Keychain,
            ProblemCode::Unreachable => Self::Unreachable,
            ProblemCode::NeedsPerson => Self::NeedsPerson,
        }
    }
}
