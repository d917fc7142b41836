/** A bounded set that forgets first what was added or asked for least recently. */
export class Recent {
  private readonly members = new Set<string>();

  /** @param most how many it keeps */
  constructor(private readonly most: number) {}

  has(member: string): boolean {
    if (!this.members.delete(member)) return false;
    this.members.add(member);
    return true;
  }

  add(member: string): void {
    this.members.add(member);
    for (const oldest of this.members) {
      if (this.members.size <= this.most) return;
      this.members.delete(oldest);
    }
  }
}
