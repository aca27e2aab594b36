package holdfast.judge;

/// One check of the evidence of one workspace.
interface Check {
    void weigh(Evidence evidence, BrokenPromises findings);
}
