//! The task runner's front door: names the commands and hands each to its module. What a command
//! does is in the module of its name; the rest of the modules are what they share.

mod bench;
mod browsers;
mod css;
mod dist;
mod faults;
mod licenses;
mod parts;
mod run;
mod screens;
mod serve;
mod server;
mod site;
mod test;
mod tools;
mod trunk;

use std::process::ExitCode;

const HELP: &str = "\
Satchel's tasks. Tools are installed on first use into a cache folder that all clones share
($SATCHEL_CACHE, else $XDG_CACHE_HOME/satchel, else ~/.cache/satchel).

Usage: cargo xtask <command> [options]

  serve   build in release and serve on 127.0.0.1
            --port <n>       another port than 8080; 0 picks a free one
            --base </path/>  serve below a path
            --dev            build quickly and unoptimised, for work on the screens
            --dist <folder>  serve a folder that is built already
            --no-headers     send no policy headers, like a host that cannot
  test    everything: formatting, clippy, native tests, browser tests, end-to-end tests
            --only <part>    one part (repeatable): format, clippy, native, browser, build, e2e, smoke
            --filter <text>  only end-to-end tests whose name contains it
            --dev            with sites that are built quickly and unoptimised
  dist    a folder `dist/` for static hosting, with what a browser fetches from it
            --base </path/>  the path it will be hosted under, `/` by default
            --out <folder>   another folder than dist
  faults  break things from outside, and count what was lost of what had been acknowledged
            kill             end the browser at random moments, while editing and importing
            power            cut the power of a disk of its own (Linux, root)
            sync             devices that sync, in worlds at random; then each planted fault
            sync-browser     three browsers that sync with a pouchdb-server while they are killed,
                             signed out and cut off
            --runs <n>       how often (50 kills, 20 cuts)
            --minutes <n>    for how long, of sync-browser (30)
            --seeds <n>      in how many worlds, of all kinds together (100000)
            --seed <n>       the same moments again; the first world
            --again          cut the power of one profile again and again
            --mutant relaxed with a planted fault, which has to be found; of sync, by its name; of
                             sync-browser dropped, unseen or unwritten
            --dev            with a site that is built quickly; SATCHEL_SITE names a built one
  screens take the pictures of docs/screens from the sample data
            --only <name>    one screen
            --out <folder>   another folder
            --dev            as for faults
  bench   what the core takes natively, and how long the engine and the screens hold a page's
          thread; SATCHEL_SITE names a built site for these
            --only <part>    core, scoring, engine or screens alone; scoring also beside plain
                             JavaScript, lifetimes and scikit-learn
            --n <counts>     how many customers, 100000 by default
            --peers <folder> also beside other stores, by the benchmark in that folder
            --reps <n>       how often, of that
            sync             instead: documents pulled and pushed, beside PouchDB and the wire alone
            --server <names> couch, pouchdb-server or both (--n 10000,100000; --dev as for faults)
  css     flatten style/app.css into target/style/app.css (Trunk runs this)
  setup   install the tools and nothing else

  help, --help             this text
";

fn main() -> ExitCode {
    if let Some(outcome) = parts::called() {
        return ended(outcome);
    }
    let mut arguments = std::env::args().skip(1);
    let command = arguments.next();
    let rest: Vec<String> = arguments.collect();
    let outcome = match command.as_deref() {
        Some(_) if rest.iter().any(|word| word == "--help" || word == "-h") => help(),
        None | Some("help" | "--help" | "-h") => help(),
        Some("serve") => serve::main(&rest),
        Some("test") => test::main(&rest),
        Some("dist") => dist::main(&rest),
        Some("faults") => faults::main(&rest),
        Some("screens") => screens::main(&rest),
        Some("bench") => bench::main(&rest),
        Some("css") => css::main(&rest),
        Some("setup") => tools::main(&rest),
        Some(other) => Err(anyhow::anyhow!(
            "there is no command `{other}`; `cargo xtask` lists them"
        )),
    };
    ended(outcome)
}

fn ended(outcome: anyhow::Result<()>) -> ExitCode {
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn help() -> anyhow::Result<()> {
    print!("{HELP}");
    Ok(())
}
