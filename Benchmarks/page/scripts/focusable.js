// How many elements the tab key should reach.
[...document.querySelectorAll("a[href], button, input, select, summary, audio, [tabindex='0']")]
  .filter(it => !it.disabled && it.checkVisibility()).length
