/** How much one file may cost. */
export interface ReadLimits {
  /** Of the text that is taken out; what is beyond is left. */
  readonly characters: number;
  /** Of a PDF; what is beyond is left. */
  readonly pages: number;
  /** Files in an archive. */
  readonly entries: number;
  /** All that is unpacked of an archive. */
  readonly unpackedBytes: number;
  /** Elements within elements. */
  readonly depth: number;
  /** Width times height of an image. */
  readonly pixels: number;
  /** Of a table; what is beyond is left. */
  readonly columns: number;
}
