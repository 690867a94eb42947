// Only makes things nicer: everything works without it.
// The clock runs; a half-filled form comes back when the page is opened again in this tab.
document.querySelectorAll("[data-clock]").forEach((clock) => {
  const shown = clock.querySelector("[data-clock-shown]");
  const tick = () => {
    const seconds = Math.max(0, Math.floor(Date.now() / 1000) - Number(clock.dataset.clock));
    const minutes = Math.floor(seconds / 60);
    shown.textContent = `${minutes}:${String(seconds % 60).padStart(2, "0")}`;
  };
  tick();
  setInterval(tick, 1000);
});

document.querySelectorAll("form[data-keep]").forEach((form) => {
  const name = `keep-${form.dataset.keep}`;
  const fields = [...form.elements].filter((field) => field.name && field.type !== "hidden");
  const kept = JSON.parse(sessionStorage.getItem(name) || "{}");
  fields.forEach((field) => {
    if (!field.value && kept[field.name]) field.value = kept[field.name];
  });
  form.addEventListener("input", () => {
    const values = Object.fromEntries(fields.map((field) => [field.name, field.value]));
    sessionStorage.setItem(name, JSON.stringify(values));
  });
  form.addEventListener("submit", () => sessionStorage.removeItem(name));
});
