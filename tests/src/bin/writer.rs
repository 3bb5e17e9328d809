//! The program that faults are done to (see `doorstep_tests::fault`): `writer HOME SEED PLAN` lives a
//! device's life in short, `writer --server DATABASE` opens a server's store.

use std::path::Path;

use doorstep_tests::fault::script;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    match arguments.as_slice() {
        [_, server, database] if server == "--server" => script::open_server(Path::new(database)),
        [_, home, seed, plan] => {
            let seed = seed.parse().unwrap_or_default();
            script::run(Path::new(home), seed, plan).await;
        }
        _ => {}
    }
}
