// A text and its line to the room: what is typed is kept in this browser, goes out when there is a line, and counts as
// saved when the server says that it is on its disk.
import * as Y from "yjs";
import { IndexeddbPersistence } from "y-indexeddb";

const VECTOR = 0, UPDATE = 1, KEPT = 2, CARET = 3, ROOM = 4;
const REFUSED = 4400, UNKNOWN = 4404, TOO_LONG = 4413, SHUT = 4423, DAMAGED = 4500, TOO_LARGE = 1009;
const LAST = { [REFUSED]: "refused", [UNKNOWN]: "unknown", [DAMAGED]: "damaged", [TOO_LARGE]: "tooLarge" };
const FIRST_WAIT_MS = 400, LONGEST_WAIT_MS = 5000, CARET_MS = 80, NOTE_MS = 1000, CHECK_MS = 1000, SILENT_MS = 6000;
const PLACE = "workbook/kept/";

export class Line {
  // `told` is called after every change of the state; `caret` with where others are.
  constructor(id, mayWrite, told, caret) {
    this.id = id;
    this.mayWrite = mayWrite;
    this.doc = new Y.Doc();
    this.text = this.doc.getText("text");
    this.room = { trouble: "", gate: "", most: 0 };
    // Why what was written here is too much (after a gate, or beyond all measure): it stays, and is offered again.
    this.shut = "";
    this.loaded = false;
    this.ended = "";
    this.stored = true;
    this.told = told;
    this.caret = caret;
    this.sent = this.kept = 0;
    this.wait = FIRST_WAIT_MS;
    this.answered = false;
    this.doc.on("update", (update, origin) => this.wrote(update, origin));
    this.store = this.keep();
    this.again = () => { clearTimeout(this.timer); this.connect(); };
    addEventListener("online", this.again);
    addEventListener("offline", told);
    this.heard = Date.now();
    this.watch = setInterval(() => this.check(), CHECK_MS);
    this.ready = (this.store ? Promise.race([this.store.whenSynced, new Promise((done) => setTimeout(done, 3000))]) : Promise.resolve());
    this.ready.then(() => { this.loaded ||= this.text.length > 0; this.connect(); });
  }

  // A browser without a store (a private window) still writes, but forgets when it is closed.
  keep() {
    try {
      const store = new IndexeddbPersistence(`workbook/${this.id}`, this.doc);
      store._db.catch(() => { this.stored = false; this.told(); });
      navigator.storage?.persist?.().catch(() => {});
      return store;
    } catch {
      this.stored = false;
      return null;
    }
  }

  get state() {
    if (this.shut) return "shut";
    if (!this.isOpen || !this.answered || !navigator.onLine) return this.loaded ? "offline" : "loading";
    if (!this.mayWrite) return "reading";
    return this.sent > this.kept ? "saving" : "saved";
  }

  get isOpen() { return this.socket?.readyState === WebSocket.OPEN; }

  connect() {
    if (this.ended || this.gone || (this.socket && this.socket.readyState <= WebSocket.OPEN)) return;
    this.answered = false;
    const socket = this.socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}/-sprint/chapter/${this.id}`);
    socket.binaryType = "arraybuffer";
    socket.onopen = () => {
      // What was on its way is asked for again: the other side says what it knows.
      this.sent = this.kept = 0;
      this.send(VECTOR, 0, Y.encodeStateVector(this.doc));
    };
    socket.onmessage = ({ data }) => this.hear(new Uint8Array(data));
    socket.onclose = ({ code }) => this.closed(code);
  }

  // A line may be dead without a word: who is owed an answer for so long asks on a new one.
  check() {
    if (this.isOpen && this.sent > this.kept && Date.now() - this.heard > SILENT_MS && this.room.trouble !== "full") this.cut();
  }

  cut() {
    const socket = this.socket;
    socket.onclose = socket.onmessage = null;
    socket.close();
    this.socket = null;
    this.closed(0);
  }

  closed(code) {
    this.ended = LAST[code] ?? "";
    this.answered = false;
    if (code === SHUT || code === TOO_LONG) { this.shut = code === SHUT ? "tooLate" : "tooLong"; this.wait = LONGEST_WAIT_MS; }
    if (!this.gone && !this.ended) {
      this.timer = setTimeout(() => this.connect(), this.wait * (0.7 + 0.6 * Math.random()));
      this.wait = Math.min(LONGEST_WAIT_MS, this.wait * 2);
    }
    if (!this.gone) this.told();
  }

  hear(data) {
    this.heard = Date.now();
    const view = new DataView(data.buffer), body = data.subarray(5);
    if (data[0] === VECTOR) {
      if (this.mayWrite) this.tell(Y.encodeStateAsUpdate(this.doc, body));
      this.listens = true;
    } else if (data[0] === UPDATE) {
      Y.applyUpdate(this.doc, body, this);
      // The first is the answer to what we said we know.
      this.loaded = this.answered = true;
      this.wait = FIRST_WAIT_MS;
    } else if (data[0] === KEPT) {
      this.kept = Math.max(this.kept, view.getUint32(1));
      this.shut = "";
      this.note();
    } else {
      const said = JSON.parse(new TextDecoder().decode(body));
      if (data[0] === CARET) return this.caret(said);
      if (data[0] === ROOM) this.room = said;
    }
    this.told();
  }

  wrote(update, origin) {
    if (origin === this || origin === this.store) return;
    if (this.isOpen && this.listens) this.tell(update);
    this.told();
  }

  tell(update) {
    // Silence counts from the first thing that waits for an answer.
    if (this.sent === this.kept) this.heard = Date.now();
    this.send(UPDATE, ++this.sent, update);
  }

  send(kind, number, body) {
    const frame = new Uint8Array(5 + body.length);
    frame[0] = kind;
    new DataView(frame.buffer).setUint32(1, number);
    frame.set(body, 5);
    this.socket.send(frame);
  }

  // Where we are, not more often than others can look.
  point(anchor, head) {
    this.where = { client: this.doc.clientID, anchor, head };
    this.pointing ??= setTimeout(() => {
      this.pointing = undefined;
      if (this.isOpen && this.answered) this.send(CARET, 0, new TextEncoder().encode(JSON.stringify(this.where)));
    }, CARET_MS);
  }

  // The last text that the server is known to have: what we can offer to a room with another history.
  note() {
    this.noting ??= setTimeout(() => {
      this.noting = undefined;
      if (this.state !== "saved") return;
      try { localStorage.setItem(PLACE + this.id, this.text.toString()); } catch { /* full: then without */ }
    }, NOTE_MS);
  }

  get lastKept() { return localStorage.getItem(PLACE + this.id); }

  forget() {
    localStorage.removeItem(PLACE + this.id);
    return this.store?.clearData();
  }

  close() {
    this.gone = true;
    removeEventListener("online", this.again);
    removeEventListener("offline", this.told);
    clearTimeout(this.timer);
    clearInterval(this.watch);
    this.socket?.close();
    this.store?.destroy();
    this.doc.destroy();
  }
}
