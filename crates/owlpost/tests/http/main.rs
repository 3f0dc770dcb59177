//! What strangers and members can do to pages and API: privileges, forged requests, hostile mail, limits.

mod audit;
mod compression;
mod destinations;
mod forged;
mod hostile;
mod in_flight;
mod privileges;
mod roles;
mod script_pages;
mod scripts;
mod states;
mod support;
