//! One practice file and everything that is done with it.
