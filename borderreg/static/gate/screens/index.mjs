// Every screen by name. A screen is built from (app, data) and gives {nodes, keys?, scanned?, focus?, says?, leave?}.

import { annul } from "./annul.mjs";
import { conditions } from "./conditions.mjs";
import { declared } from "./declared.mjs";
import { document } from "./document.mjs";
import { done } from "./done.mjs";
import { enrol } from "./enrol.mjs";
import { files } from "./files.mjs";
import { group } from "./group.mjs";
import { groupClose } from "./group-close.mjs";
import { groupDone } from "./group-done.mjs";
import { groupOpen } from "./group-open.mjs";
import { lane } from "./lane.mjs";
import { lanes } from "./lanes.mjs";
import { lock } from "./lock.mjs";
import { menu } from "./menu.mjs";
import { paperList } from "./paper-list.mjs";
import { pin } from "./pin.mjs";
import { problem, wiped } from "./problem.mjs";
import { ready } from "./ready.mjs";
import { report } from "./report.mjs";
import { scan } from "./scan.mjs";
import { search } from "./search.mjs";
import { sending } from "./sending.mjs";
import { signIn } from "./sign-in.mjs";
import { typed } from "./typed.mjs";
import { unreachable } from "./unreachable.mjs";
import { verdict } from "./verdict.mjs";

export const SCREENS = {
  annul,
  conditions,
  declared,
  document,
  done,
  enrol,
  files,
  group,
  groupClose,
  groupDone,
  groupOpen,
  lane,
  lanes,
  lock,
  menu,
  paperList,
  pin,
  problem,
  ready,
  report,
  scan,
  search,
  sending,
  signIn,
  typed,
  unreachable,
  verdict,
  wiped,
};
