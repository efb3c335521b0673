// Before anything is painted: what needs scripts takes its place at once, so that nothing moves under the reader.
document.documentElement.classList.add("has-script");
