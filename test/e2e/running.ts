import type { Page } from 'playwright-core'

/** How long a page may take for one step before it has failed: machines that test are shared, and this measures nothing. */
export const PATIENCE_MS = 60_000

/** How a suite starts Muster. */
export interface LaunchOptions {
  /** Folder of the profile; made when it is not there. */
  readonly profile: string
  /** `ip:port` where the others reach it. */
  readonly listen?: string
  /** What its camera sees: a .y4m file (camera.ts). */
  readonly camera?: string
  /** The person says no when the page asks for the camera; in the browser only. */
  readonly refuseCamera?: boolean
  /** BCP 47 tag of the person's system. */
  readonly language?: string
  readonly size?: { readonly width: number; readonly height: number }
  /** Further arguments of the program, such as a `muster:` link. */
  readonly args?: readonly string[]
}

/** Muster running with its page open. The same for the app (real or stand-in) and for the browser. */
export interface Running {
  readonly kind: 'electron' | 'double' | 'browser'
  readonly page: Page
  /**
   * Runs a function in the main process of the app: `(electron, argument) => result`. It crosses as text.
   * @throws Error in the browser, which has none
   */
  main<Argument, Result>(
    run: (electron: any, argument: Argument) => Result | Promise<Result>,
    argument?: Argument,
  ): Promise<Result>
  /** Ends it in order, as a person does; kills it after 10 s. Safe twice. */
  close(): Promise<void>
}

export type Launch = (options: LaunchOptions) => Promise<Running>
