/** A moving picture in place of a camera: soft shapes that drift, with a face-like center so that cropping can be judged. */
export function fakeVideo(hue: number, [width, height]: readonly [number, number]): MediaStream {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('This browser draws nothing.');
  const draw = (timeMs: number) => {
    paint(context, hue, timeMs / 1000);
    requestAnimationFrame(draw);
  };
  draw(0);
  return canvas.captureStream(15);
}

function paint(context: CanvasRenderingContext2D, hue: number, seconds: number): void {
  const { width, height } = context.canvas;
  const room = context.createLinearGradient(0, 0, width, height);
  room.addColorStop(0, `hsl(${hue} 30% 72%)`);
  room.addColorStop(1, `hsl(${hue + 40} 26% 46%)`);
  context.fillStyle = room;
  context.fillRect(0, 0, width, height);
  const sway = Math.sin(seconds) * height * 0.01;
  disc(context, `hsl(${hue + 180} 22% 30%)`, [width / 2, height * 1.02, height * 0.36]);
  disc(context, `hsl(${hue - 20} 42% 68%)`, [width / 2 + sway, height * 0.46, height * 0.19]);
}

function disc(
  context: CanvasRenderingContext2D,
  color: string,
  [x, y, radius]: [number, number, number],
): void {
  context.fillStyle = color;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
}
