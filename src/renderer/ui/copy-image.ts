/** Puts an image that is shown on the clipboard, as PNG: the clipboard takes no other. @throws where the browser refuses */
export async function copyImage(image: HTMLImageElement): Promise<void> {
  const canvas = document.createElement('canvas');
  canvas.width = image.naturalWidth;
  canvas.height = image.naturalHeight;
  canvas.getContext('2d')?.drawImage(image, 0, 0);
  const png = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (png === null) throw new Error('no image');
  await navigator.clipboard.write([new ClipboardItem({ 'image/png': png })]);
}
