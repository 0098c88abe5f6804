// The workbench's own behaviours. Every page works by plain links without them.
import "../../workbench/assets/keys.js";
import "../../workbench/assets/desk.js";
import "../../workbench/assets/typing.js";
import "../../workbench/assets/catalogue.js";
import "../../workbench/assets/telling.js";
import "../../workbench/assets/unmask.js";
import "../../workbench/assets/verdicts.js";
import "../../workbench/assets/signature.js";
