import "./style/fonts.css";
import "./style/tokens.css";
import "./style/base.css";
import "./style/shell.css";
import "./style/parts.css";
import "./style/incidents.css";
import "./style/incident.css";
import "./style/document.css";
