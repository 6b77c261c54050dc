/** Shows that something is going on. What it is stands beside it, so screen readers pass over the ring. */
export function createProgressRing(): HTMLElement {
  const wrapper = document.createElement('span');
  wrapper.className = 'ring';
  // The toolkit makes an assertive English alert of the ring itself.
  wrapper.setAttribute('aria-hidden', 'true');
  wrapper.append(document.createElement('vscode-progress-ring'));
  return wrapper;
}
