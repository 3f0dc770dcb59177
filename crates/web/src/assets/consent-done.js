// The page after a provider's redirect: notifies the settings page and closes itself if it is the popup.
//
// If no settings page answers, this is the window in which the administrator works: it continues to the settings.

const SETTINGS = "/configuration/email-settings";
const { consent, close: youCanClose } = document.getElementById("done").dataset;

if (consent) {
  const channel = new BroadcastChannel("owlpost-consent");
  // A popup waits longer for its page, which may be busy; a full page soon continues automatically. If a provider cut
  // the opener reference and the window name, a popup is still recognised by its missing bars.
  const isPopup = window.opener !== null || window.name === "owlpost-consent" || !window.menubar.visible;
  const alone = setTimeout(() => location.replace(SETTINGS), isPopup ? 15_000 : 1_500);
  const ask = () => channel.postMessage({ from: "popup", consent });
  // Repeatedly: the settings page may just be loading.
  const asking = setInterval(ask, 100);
  channel.addEventListener("message", ({ data }) => {
    if (data.from !== "page" || data.consent !== consent) return;
    clearTimeout(alone);
    clearInterval(asking);
    channel.close();
    window.close();
    // If a provider cut the opener reference, this window cannot close itself.
    setTimeout(() => {
      document.querySelector(".actions").replaceWith(Object.assign(document.createElement("p"), { textContent: youCanClose }));
    }, 500);
  });
  ask();
}
