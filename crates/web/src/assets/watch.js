// Live updates for pages that only display: reloads the page's data when the server reports a change.

import { listen, lookAgain } from "./live.js";

listen(document.getElementById("watch-script").dataset.events, lookAgain);
