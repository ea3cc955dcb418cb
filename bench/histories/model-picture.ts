// Pictures that differ in every byte that counts: one drawing, and in each copy a comment of its own (a segment that the
// format has for that).
import sharp from 'sharp';

export type PictureMaker = (name: string) => { readonly full: Uint8Array; readonly preview: Uint8Array };

export async function createPictureMaker(): Promise<PictureMaker> {
  const drawing = (width: number, height: number) =>
    sharp({
      create: { width, height, channels: 3, background: '#8a8f7c', noise: { type: 'gaussian', mean: 128, sigma: 40 } },
    })
      .jpeg({ quality: 60 })
      .toBuffer();
  const [full, preview] = await Promise.all([drawing(160, 120), drawing(96, 72)]);
  return (name) => ({ full: withComment(full, `${name} full`), preview: withComment(preview, `${name} preview`) });
}

function withComment(jpeg: Buffer, text: string): Uint8Array {
  const comment = Buffer.from(text);
  const head = Buffer.from([0xff, 0xfe, 0, comment.length + 2]);
  return new Uint8Array(Buffer.concat([jpeg.subarray(0, 2), head, comment, jpeg.subarray(2)]));
}
