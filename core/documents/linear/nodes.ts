import type { Json } from '../../domain/write.ts'
import type { ObjectPlace } from '../authorship/places.ts'

export type Scalar = null | boolean | number | string

/** What stands at a key: the operation that put it there, and whether it is a counter. */
export interface Slot {
  readonly op: number
  value: Scalar | Node
  readonly counts: boolean
}
export interface MapNode {
  readonly is: 'map'
  /** The record itself is 1. */
  readonly depth: number
  readonly slots: Map<string, Slot>
  /** Undefined where it does not matter who writes. */
  readonly place: ObjectPlace | undefined
}
/** A list, or a text of one character (code point) an element; only what is visible. */
export interface SequenceNode {
  readonly is: 'list' | 'text'
  readonly depth: number
  /** Numbers of the operations that put the elements there. */
  readonly ops: number[]
  /** What stands there, one way or both: a text is taken apart when somebody writes in the middle of it, and put together when it is shown. */
  elements: Scalar[] | undefined
  text: string | undefined
  /** Where something was done last. */
  last: number
  /** Undefined where it does not matter who writes. */
  readonly place: ObjectPlace | undefined
}
export type Node = MapNode | SequenceNode

export function makeNode(is: 'map', depth: number, place: ObjectPlace | undefined): MapNode
export function makeNode(is: Node['is'], depth: number, place: ObjectPlace | undefined): Node
export function makeNode(is: Node['is'], depth: number, place: ObjectPlace | undefined): Node {
  if (is === 'map') return { is, depth, slots: new Map(), place }
  const empty = is === 'text' ? { elements: undefined, text: '' } : { elements: [], text: undefined }
  return { is, depth, ops: [], ...empty, last: -1, place }
}

/** Elements that operations one after the other put somewhere: the characters of a text, or the items of a list. */
export interface Inserted {
  readonly firstOp: number
  readonly count: number
  readonly what: string | readonly Scalar[]
}

/** Puts elements before position `at`. */
export function insertElements(node: SequenceNode, at: number, { firstOp, count, what }: Inserted): void {
  const isAtEnd = at === node.ops.length
  if (isAtEnd) for (let op = firstOp; op < firstOp + count; op++) node.ops.push(op)
  else node.ops.splice(at, 0, ...Array.from({ length: count }, (_, index) => firstOp + index))
  if (!isAtEnd || typeof what !== 'string' || node.text === undefined) {
    elementsOf(node).splice(at, 0, ...Array.from<Scalar>(what)) // a character is a code point
    node.text = undefined
  } else {
    node.text += what
    node.elements = undefined
  }
  node.last = at + count - 1
}

/** Takes `count` elements out from position `at`. */
export function removeElements(node: SequenceNode, at: number, count: number): void {
  node.ops.splice(at, count)
  elementsOf(node).splice(at, count)
  node.text = undefined
}

/** To be read only. */
export function elementsOf(node: SequenceNode): Scalar[] {
  return (node.elements ??= Array.from(node.text ?? ''))
}

/** Plain JSON of what a node holds; keys in order. */
export function showNode(node: Node): Json {
  if (node.is !== 'map') return node.is === 'text' ? (node.text ??= elementsOf(node).join('')) : [...elementsOf(node)]
  const shown: { [key: string]: Json } = {}
  for (const key of [...node.slots.keys()].toSorted()) {
    const { value } = node.slots.get(key)!
    shown[key] = isNode(value) ? showNode(value) : value
  }
  return shown
}

export function isNode(value: Scalar | Node): value is Node {
  return typeof value === 'object' && value !== null
}
