// The floor that Parley is measured against: an Electron window with one text field, and nothing else. Its page may ask the
// models' server itself, which is another origin than its own.
const path = require('node:path');
const { app, BrowserWindow } = require('electron');

void app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1200, height: 800, webPreferences: { sandbox: true, webSecurity: false } });
  void window.loadFile(path.join(__dirname, 'index.html'));
});
app.on('window-all-closed', () => app.quit());
