// The page that a provider leads back to: tells the settings page what happened and closes, where it is the popup.
//
// Without a settings page that answers, this is the window in which the administrator works: it goes on there.

const SETTINGS = "/configuration/email-settings";
const { consent, close: youCanClose } = document.getElementById("done").dataset;

if (consent) {
  const channel = new BroadcastChannel("owlpost-consent");
  // A popup waits longer for its page, which may be busy; the whole page soon goes on by itself. Where a provider cut
  // the tie, and the name with it, a popup is still known by its missing bars.
  const isPopup = window.opener !== null || window.name === "owlpost-consent" || !window.menubar.visible;
  const alone = setTimeout(() => location.replace(SETTINGS), isPopup ? 15_000 : 1_500);
  const ask = () => channel.postMessage({ from: "popup", consent });
  // Again and again: the settings page may just be loading.
  const asking = setInterval(ask, 100);
  channel.addEventListener("message", ({ data }) => {
    if (data.from !== "page" || data.consent !== consent) return;
    clearTimeout(alone);
    clearInterval(asking);
    channel.close();
    window.close();
    // A provider that cuts the tie between windows keeps this one from closing itself.
    setTimeout(() => {
      document.querySelector(".actions").replaceWith(Object.assign(document.createElement("p"), { textContent: youCanClose }));
    }, 500);
  });
  ask();
}
