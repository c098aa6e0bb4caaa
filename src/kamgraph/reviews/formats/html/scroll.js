// What is wider than its page is scrolled by keys, too.

const wider = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target.scrollWidth > target.clientWidth) target.setAttribute("tabindex", "0");
    else target.removeAttribute("tabindex");
  }
});
for (const one of document.querySelectorAll(".wide, figure[role=img]")) wider.observe(one);
