// Before anything is drawn: says that scripts run, which the components' styles wait for.
document.body.className += " js-enabled" + ("noModule" in HTMLScriptElement.prototype ? " govuk-frontend-supported" : "");
