//! A photo on a visit's page: taken in from a file, said in words, looked at large, removed and
//! brought back, let go.

use doorstep_tests::screen::{LAPTOP, TABLET};
use doorstep_tests::window::PATIENCE;
use doorstep_tests::{At, Failed, Outcome, Stage, record};
use image::{ImageFormat, Rgb, RgbImage};
use serde_json::json;

/// A garden path under a sky, as a file that a camera could have written.
fn photo(path: &std::path::Path) -> Outcome<()> {
    let pixels = RgbImage::from_fn(1_600, 1_200, |x, y| {
        let path = x.abs_diff(800) < 80 + y / 6;
        match y {
            0..500 => Rgb([150, 190, 225]),
            _ if path => Rgb([190, 170, 140]),
            _ => Rgb([90, 140, 80]),
        }
    });
    let saved = pixels.save_with_format(path, ImageFormat::Jpeg);
    saved.map_err(|error| Failed::Wrong(error.to_string()))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_photo_is_taken_in_said_in_words_and_looked_at() -> Outcome<()> {
    let stage = Stage::set("photos")?;
    let files = stage.folder("newcomer-files").join("open");
    std::fs::create_dir_all(&files).map_err(Failed::io(files.display()))?;
    photo(&files.join("IMG_0001.jpg"))?;
    let window = stage.window("newcomer", TABLET).await?;
    window.screen("first-run").await?;
    window.click("door-practice").await?;
    window.screen("home").await?;
    let id = record::add_household(&window, "The Millers at number 3").await?;
    window.click("record-visit").await?;
    window.screen("visit").await?;

    // Nothing was written yet: the photo brings the visit with it.
    window.click("add-attachment").await?;
    window
        .write("attachment-caption", "The path that Ann laid herself")
        .await?;
    window.click("done-attachment").await?;
    record::saved(&window).await?;
    window
        .see(At::test("attachment-words").containing("Ann laid"))
        .await?;
    let wanted = json!([1_600, 1_200, "The path that Ann laid herself"]);
    let drawn = async || {
        let script = "const it = document.querySelector('[data-test=open-attachment] img');
             return [it.naturalWidth, it.naturalHeight, it.alt]";
        let drawn = window.run(script, vec![]).await?;
        Ok((drawn == wanted).then_some(()))
    };
    window
        .wait("the photo with its words", PATIENCE, drawn)
        .await?;
    window.picture("visit").await?;
    window.click("open-attachment").await?;
    window.see("attachment-large").await?;
    window.picture("large").await?;
    window.press(thirtyfour::Key::Escape).await?;
    window.see_gone("attachment-large").await?;
    // Esc closed the photo and nothing else.
    window.screen("visit").await?;

    window.click("visit-done").await?;
    window.screen("household").await?;
    window.see("open-attachment").await?;
    window.see("visit-row").await?;
    window.click("remove-attachment").await?;
    window.see_gone("open-attachment").await?;
    window.click("undo").await?;
    window.see("open-attachment").await?;
    window.resize(LAPTOP).await?;
    window.picture("household").await?;

    // A file that is no photo is said plainly and harms nothing.
    std::fs::remove_file(files.join("IMG_0001.jpg")).map_err(Failed::io(files.display()))?;
    let heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic";
    std::fs::write(files.join("IMG_0002.heic"), heic).map_err(Failed::io(files.display()))?;
    window.click("add-attachment").await?;
    let problem = At::test("error-item").attr("data-code", "not-a-photo");
    window.see(problem).await?;
    window.see_count("attachment-row", 1).await?;
    window.picture("not-a-photo").await?;

    window.click("open-settings").await?;
    window.screen("settings").await?;
    window
        .see(At::test("photo-space").attr("data-count", "1"))
        .await?;
    window.picture("settings").await?;

    // It is there after a restart.
    window.close().await?;
    let window = stage.window("newcomer", TABLET).await?;
    window.screen("home").await?;
    record::open_household(&window, &id).await?;
    window.see("open-attachment").await?;
    window.close().await
}
