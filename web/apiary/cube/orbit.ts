// web/apiary/cube/orbit.ts - what a key does to the camera around the box; pure.

export interface Vector {
    x: number;
    y: number;
    z: number;
}

type Triple = [x: number, y: number, z: number];

/** Radians a key turns by, share of the distance it moves by, and factors of zooming. */
const TURN = 0.12, MOVE = 0.06, NEARER = 0.87, FARTHER = 1.15;
/** How near to the poles the camera may come, radians. */
const POLE = 0.12;

const ARROWS: Record<string, [right: number, up: number]> = {
    ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1],
};

/** Arrows turn, with Shift they move; plus and minus zoom. @return undefined for other keys */
export function turned(position: Vector, target: Vector, key: string, isShift: boolean): { position: Triple; target: Triple } | undefined {
    const from: Triple = [position.x - target.x, position.y - target.y, position.z - target.z];
    const arrow = ARROWS[key];
    if (arrow && isShift) return moved(position, target, from, arrow);
    const around = arrow ? rotated(from, arrow) : scaled(from, key);
    return around && { position: [around[0] + target.x, around[1] + target.y, around[2] + target.z], target: [target.x, target.y, target.z] };
}

function scaled(from: Triple, key: string): Triple | undefined {
    const factor = { '+': NEARER, '=': NEARER, '-': FARTHER }[key];
    return factor === undefined ? undefined : [from[0] * factor, from[1] * factor, from[2] * factor];
}

function rotated([x, y, z]: Triple, [right, up]: [number, number]): Triple {
    const distance = Math.hypot(x, y, z);
    const azimuth = Math.atan2(x, z) + right * TURN;
    const polar = Math.max(POLE, Math.min(Math.PI - POLE, Math.acos(y / distance) - up * TURN));
    return [distance * Math.sin(polar) * Math.sin(azimuth), distance * Math.cos(polar), distance * Math.sin(polar) * Math.cos(azimuth)];
}

/** Camera and target move together, across the view. */
function moved(position: Vector, target: Vector, from: Triple, [right, up]: [number, number]): { position: Triple; target: Triple } {
    const azimuth = Math.atan2(from[0], from[2]);
    const by = MOVE * Math.hypot(...from);
    const step: Triple = [right * by * Math.cos(azimuth), up * by, -right * by * Math.sin(azimuth)];
    return {
        position: [position.x + step[0], position.y + step[1], position.z + step[2]],
        target: [target.x + step[0], target.y + step[1], target.z + step[2]],
    };
}
