//! The program that faults are done to: `writer HOME SEED PLAN` (see `doorstep_tests::fault`).

use std::path::Path;

use doorstep_tests::fault::script;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, home, seed, plan] = arguments.as_slice() {
        let seed = seed.parse().unwrap_or_default();
        script::run(Path::new(home), seed, plan).await;
    }
}
