// Life for pages that only show: looks at the page again when the server tells that something changed.

import { listen, lookAgain } from "./live.js";

listen(document.getElementById("watch-script").dataset.events, lookAgain);
