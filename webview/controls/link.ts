/** A link that does something on the page or in the editor; it leads to no address. */
export interface Link {
  readonly element: HTMLElement;
  setText(text: string): void;
}

export function createLink(name: string, onPress: () => void): Link {
  const element = document.createElement('vscode-link');
  element.dataset.control = name;
  element.setAttribute('href', '#');
  element.addEventListener('click', (event) => {
    event.preventDefault();
    // VS Code scrolls the page to its top when a click on an anchor reaches the document.
    event.stopPropagation();
    onPress();
  });
  return {
    element,
    setText: (text) => {
      if (element.textContent !== text) element.textContent = text;
    },
  };
}
