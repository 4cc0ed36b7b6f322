"""Method packs, and the thinking: rules, standing and gates. Pure: no clock, no disk, no screen."""
