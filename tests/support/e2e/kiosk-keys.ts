/** Keys by which a browser leaves, reloads, prints, searches, inspects or opens a window, as xdotool names them. */
export const kioskKeys: readonly string[] = [
  ...['ctrl+w', 'ctrl+shift+w', 'ctrl+F4', 'alt+F4', 'ctrl+q', 'ctrl+shift+q'],
  ...['ctrl+r', 'ctrl+shift+r', 'F5', 'ctrl+F5', 'shift+F5', 'F11', 'alt+Left', 'alt+Right', 'alt+Home'],
  ...['ctrl+shift+i', 'ctrl+shift+j', 'ctrl+shift+c', 'F12', 'ctrl+u', 'shift+Escape'],
  ...['ctrl+p', 'ctrl+s', 'ctrl+o', 'ctrl+f', 'ctrl+g', 'F3', 'ctrl+d', 'ctrl+shift+d', 'ctrl+h', 'ctrl+j'],
  ...['ctrl+n', 'ctrl+shift+n', 'ctrl+t', 'ctrl+shift+t', 'ctrl+l', 'alt+d', 'F6', 'ctrl+k'],
  ...['ctrl+plus', 'ctrl+minus', 'ctrl+0', 'F1', 'F7', 'F10', 'alt+f', 'Menu', 'ctrl+shift+Delete'],
  'ctrl+Tab',
];
