import type { ArtifactSource } from '../ui/markdown/artifact/artifact.logic.ts';

// SECURITY: this runs in a frame whose origin is nobody's: no bridge, no network, no storage, no windows, no downloads. Whatever
// it shows may do as it likes there; all that leaves it is a height, which the window does not trust either.
addEventListener('message', ({ data, source }: MessageEvent<ArtifactSource>) => {
  if (source === parent) void show(data);
});

async function show({ kind, text, isDark }: ArtifactSource): Promise<void> {
  document.documentElement.style.colorScheme = isDark ? 'dark' : 'light';
  if (kind === 'html') {
    document.open();
    // oxlint-disable-next-line typescript/no-deprecated -- the one way to run a page in the place of this one, in its own frame
    document.write(text);
    document.close();
  } else if (kind === 'svg') {
    const image = new Image();
    // As a picture it has no scripts.
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
    image.alt = '';
    image.style.maxWidth = '100%';
    document.body.replaceChildren(image);
  } else {
    await drawDiagram(text, isDark);
  }
  new ResizeObserver(tellHeight).observe(document.documentElement);
  tellHeight();
}

const lockedSettings =
  'secure securityLevel startOnLoad maxTextSize maxEdges htmlLabels flowchart themeCSS fontFamily dompurifyConfig'.split(
    ' ',
  );

async function drawDiagram(text: string, isDark: boolean): Promise<void> {
  document.body.style.margin = '0';
  try {
    const { default: mermaid } = await import('mermaid');
    mermaid.initialize({
      startOnLoad: false,
      securityLevel: 'strict',
      // SECURITY: labels are text; as HTML they may hold pictures. What a diagram says of these settings does not count.
      htmlLabels: false,
      secure: lockedSettings,
      theme: isDark ? 'dark' : 'default',
      maxTextSize: 50_000,
      maxEdges: 500,
    });
    const { svg } = await mermaid.render('diagram', text);
    document.body.innerHTML = svg;
  } catch {
    document.body.textContent = 'This diagram has a mistake in it. Its source shows what was written.';
  }
}

function tellHeight(): void {
  parent.postMessage({ height: document.documentElement.getBoundingClientRect().height }, '*');
}
