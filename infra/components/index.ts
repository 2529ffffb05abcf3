// What the program uses of the components. It is loaded while the server answers: the plugin's modules take time.

export { hintAtConflicts } from "./conflict-hint.ts";
export { Helpdesk } from "./helpdesk.ts";
export { stackOutputs } from "./outputs.ts";
export { refuseExisting } from "./refuse-existing.ts";
export { demandSecrets, secretResolver } from "./secrets.ts";
