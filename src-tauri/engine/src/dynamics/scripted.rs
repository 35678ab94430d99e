//! A scripted Dynamics for tests.
