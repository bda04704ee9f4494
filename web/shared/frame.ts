// web/shared/frame.ts - the binary answer of hive-chart: JSON facts followed by columns of numbers.

import { frameTexts as words } from 'texts/state.ts';

/** "HIVE" as a little-endian number. */
const MAGIC = 0x45564948;
const VERSION = 1;
const HEADER = 16;
const ALIGN = 8;

export const FRAME_TYPE = 'application/x-hive-frame';

const TYPES = { f64: Float64Array, f32: Float32Array, u32: Uint32Array, i8: Int8Array };

export type ColumnType = keyof typeof TYPES;
export type Column<T extends ColumnType> = InstanceType<(typeof TYPES)[T]>;

/** Thrown when bytes are no frame: another version, or cut short. */
export class FrameError extends Error {
    override name = 'FrameError';
}

/** The facts (`meta`) and the columns, which are views into the answer's bytes and copy nothing. */
export class Frame<Meta> {
    constructor(readonly meta: Meta, private readonly columns: Map<string, Column<ColumnType>>) {}

    column<T extends ColumnType>(name: string, type: T): Column<T> {
        const found = this.columns.get(name);
        if (!(found instanceof TYPES[type])) throw new FrameError(words.noColumn(name, type));
        return found as Column<T>;
    }

    /** A column that is of one of two types, as the sender found shortest. */
    either<A extends ColumnType, B extends ColumnType>(name: string, first: A, second: B): Column<A> | Column<B> {
        return this.columns.get(name) instanceof TYPES[first] ? this.column(name, first) : this.column(name, second);
    }
}

interface Described {
    name: string;
    type: string;
    length: number;
}

/** Header: u32 magic, version, bytes of JSON, 0. The JSON and each column end on a multiple of 8. */
export function decodeFrame<Meta>(bytes: ArrayBuffer): Frame<Meta> {
    if (bytes.byteLength < HEADER) throw new FrameError(words.short);
    const header = new DataView(bytes, 0, HEADER);
    if (header.getUint32(0, true) !== MAGIC) throw new FrameError(words.foreign);
    const version = header.getUint32(4, true);
    if (version !== VERSION) throw new FrameError(words.version(version, VERSION));
    const metaBytes = header.getUint32(8, true);
    if (HEADER + metaBytes > bytes.byteLength) throw new FrameError(words.cutFacts);
    const meta = JSON.parse(new TextDecoder().decode(new Uint8Array(bytes, HEADER, metaBytes))) as Meta & { columns: Described[] };
    return new Frame<Meta>(meta, readColumns(bytes, HEADER + metaBytes, meta.columns));
}

function readColumns(bytes: ArrayBuffer, start: number, described: Described[]): Map<string, Column<ColumnType>> {
    const columns = new Map<string, Column<ColumnType>>();
    let at = start;
    for (const { name, type, length } of described) {
        if (!(type in TYPES)) throw new FrameError(words.unknownType(name, type));
        const Numbers = TYPES[type as ColumnType];
        if (at + length * Numbers.BYTES_PER_ELEMENT > bytes.byteLength) throw new FrameError(words.cutColumn(name));
        columns.set(name, new Numbers(bytes, at, length));
        at += Math.ceil((length * Numbers.BYTES_PER_ELEMENT) / ALIGN) * ALIGN;
    }
    return columns;
}
